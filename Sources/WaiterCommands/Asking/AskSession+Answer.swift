internal import Waiter
internal import WaiterConversation
package import WaiterStore
internal import WaiterTerminal

extension AskSession {
    /// Requests an answer to the last message of a conversation, writes the answer, and records it in the conversation
    /// and the ledger.
    ///
    /// With tools, the model is called again with the results of its tool calls, up to the maximum number of steps.
    ///
    /// - Parameters:
    ///   - stored: The conversation.
    ///   - endpoint: The server and the model.
    ///   - fitting: The options for fitting the conversation.
    ///   - notice: The notice about omitted messages.
    ///   - answer: The output options.
    ///   - plan: The ledger that records the calls, and the policy for conversations that exceed the context window.
    ///   - resumesTools: Whether to continue the conversation's interrupted tool loop.
    /// - Returns: The exit status.
    /// - Throws: `CommandFailure`, `StandardStream.Failure`, `CancellationError`. When an error is thrown, any content
    ///   received earlier has already been written, added to the conversation, and recorded in the ledger.
    package func answer(
        _ stored: inout StoredConversation,
        at endpoint: ModelEndpoint,
        fitting: FittingOptions,
        notice: inout OmissionNotice,
        _ answer: AnswerOptions,
        _ plan: ConversationPlan,
        resumesTools: Bool = false
    ) async throws -> ExitStatus {
        let summaryCalls = SummaryCalls()
        var conversation = stored.conversation
        let options = fitting.options(for: conversation, answer, summaryCalls: summaryCalls)
        notice.report(itemTypes: conversation.itemTypes(leftOutBy: endpoint.api), to: console)
        var exchange = RecordedExchange(
            stored,
            session: self,
            endpoint: endpoint,
            answer: answer,
            options: options.request,
            ledger: plan.ledger,
            summaryCalls: summaryCalls,
            notice: notice
        )
        defer {
            exchange.recordSummaries(in: conversation)
            if !tools.isEmpty { exchange.keep(conversation) }
            (stored, notice) = (exchange.stored, exchange.notice)
        }
        do {
            if tools.isEmpty {
                try await conversation.answer(through: &exchange, options: options)
            } else {
                let end = try await conversation.answer(
                    through: &exchange,
                    with: endpoint.client,
                    tools: tools.tools,
                    // The steps before an interruption also count toward the maximum.
                    until: .steps(
                        (resumesTools ? stored.conversation.pendingTools?.steps.count ?? 0 : 0) + tools.maxSteps
                    ),
                    settings: answer.toolSettings,
                    options: options,
                    resuming: resumesTools ? [:] : nil
                )
                if case .stopped = end { throw stopped(conversation) }
            }
        } catch let error as CancellationError {
            mentionAttempts(conversation)
            throw error
        } catch let error as ConversationError where error.code == .noPendingTools {
            throw CommandFailure.usage("the conversation has no interrupted tool calls", nextStep: "pass a prompt")
        } catch let error as ConversationError where error.code == .contextTooLong {
            guard let refusal = error.refusal else {
                throw fitting.failure(error, of: conversation, options.policy)
            }
            throw await failure(refusal, at: endpoint)
        } catch let error as OpenAIError {
            var failure = await failure(error, at: endpoint)
            guard summaryCalls.endWithFailure else { throw failure }
            failure.what = "cannot summarize the earlier messages: \(failure.what)"
            if failure.status == .contextTooLong { failure.nextStep = "use --fit oldest, which omits messages instead" }
            throw failure
        }
        if let failure = exchange.failure { throw failure }
        return .complete
    }

    /// Returns the failure for a loop that ended before the model answered.
    private func stopped(_ conversation: Conversation) -> CommandFailure {
        CommandFailure(
            .incomplete,
            "the model did not answer within \(tools.maxSteps) step\(tools.maxSteps == 1 ? "" : "s")",
            nextStep: "raise --max-steps, or continue by running waiter -c with the same tools and no prompt",
            kind: "stepLimit"
        )
    }

    /// Reports the tool calls of an interrupted step, because calls that had already started may have had side effects.
    private func mentionAttempts(_ conversation: Conversation) {
        guard let pending = conversation.pendingTools, !pending.attempted.isEmpty else { return }
        for call in pending.completed { console.say(TerminalText.line("waiter: '\(call.name)' completed")) }
        for call in pending.attempted {
            console.say(
                TerminalText.line("waiter: '\(call.name)' was interrupted; it may or may not have taken effect")
            )
        }
    }
}

extension AnswerOptions {
    /// The settings for tool loops.
    fileprivate var toolSettings: ToolRunSettings {
        var settings = ToolRunSettings()
        settings.thinkTags = thinkTags
        return settings
    }
}
