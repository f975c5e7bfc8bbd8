package import Waiter
internal import WaiterConversation
package import WaiterStore
internal import WaiterTerminal

extension AskSession {
    /// Asks what a conversation ends with, writes the answer, and adds it to the conversation and to the ledger.
    ///
    /// When the server takes less than was thought, the conversation is fitted once more.
    ///
    /// - Throws: `CommandFailure`, `StandardStream.Failure`, `CancellationError`; what had come by then is written, in the
    ///   conversation, and in the ledger.
    package func answer(
        _ stored: inout StoredConversation,
        at endpoint: ModelEndpoint,
        fields: JSONObject,
        fitting: inout ContextFitting,
        _ answer: AnswerOptions,
        _ plan: ConversationPlan
    ) async throws -> ExitStatus {
        fitting.renew()
        while true {
            let messages = try await fitted(&stored, at: endpoint, &fitting, plan)
            do {
                return try await attempt(&stored, messages, at: endpoint, fields: fields, answer, plan)
            } catch let error as OpenAIError {
                if fitting.learns(from: error, for: &stored.conversation) { continue }
                throw await failure(error, host: endpoint.host, model: endpoint.model, client: endpoint.client)
            }
        }
    }

    /// What is sent, after what had to be summed up for it.
    private func fitted(
        _ stored: inout StoredConversation,
        at endpoint: ModelEndpoint,
        _ fitting: inout ContextFitting,
        _ plan: ConversationPlan
    ) async throws -> [ChatMessage] {
        defer {
            do {
                if let ledger = try plan.ledger.writable() {
                    let profile = settings.profile.name
                    try fitting.summaryCalls.write(
                        in: &stored,
                        to: ledger.conversations,
                        profile: profile,
                        endpoint: endpoint
                    )
                }
            } catch {
                plan.ledger.mention(error, console)
            }
        }
        do {
            return try await fitting.messages(of: &stored.conversation)
        } catch let error as OpenAIError {
            var failure = await failure(error, host: endpoint.host, model: endpoint.model, client: endpoint.client)
            failure.what = "what was said before could not be summed up: \(failure.what)"
            if failure.status == .contextTooLong { failure.nextStep = "use --fit oldest, which sums nothing up" }
            throw failure
        }
    }

    private func attempt(
        _ stored: inout StoredConversation,
        _ messages: [ChatMessage],
        at endpoint: ModelEndpoint,
        fields: JSONObject,
        _ answer: AnswerOptions,
        _ plan: ConversationPlan
    ) async throws -> ExitStatus {
        let recorder = TurnRecorder(
            stored,
            in: plan.ledger,
            profile: settings.profile.name,
            server: endpoint.host,
            key: endpoint.client.configuration.apiKey,
            console: console
        )
        endpoint.recording.record(with: recorder)
        var runner = ChatRequestRunner(
            client: endpoint.client,
            request: ChatCompletionRequest(model: endpoint.model, messages: messages),
            options: RequestOptions(
                extraBody: fields,
                metering: answer.metering(conversation: plan.recorded(stored.conversation))
            ),
            console: console,
            answer: answer
        )
        runner.pricing = CallPricing(
            directories: directories,
            freeReason: freeReason(at: endpoint.client.configuration.baseURL)
        )
        runner.recorder = recorder
        defer {
            endpoint.recording.record(with: nil)
            stored = recorder.stored
        }
        do {
            let status = try await runner.run()
            recorder.finish(nil)
            return status
        } catch let failure as CommandFailure {
            // The call went well; what came is not what was wanted.
            recorder.finish(nil)
            throw failure
        } catch {
            recorder.finish(error)
            throw error
        }
    }
}
