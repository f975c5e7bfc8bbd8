internal import Waiter
internal import WaiterConversation
package import WaiterStore
internal import WaiterTerminal

extension AskSession {
    /// Requests an answer to the last message of a conversation, writes it, and adds it to the conversation and the
    /// ledger.
    ///
    /// - Throws: `CommandFailure`, `StandardStream.Failure`, `CancellationError`. Whatever arrived before the error is
    ///   written, added to the conversation, and recorded in the ledger.
    package func answer(
        _ stored: inout StoredConversation,
        at endpoint: ModelEndpoint,
        fitting: FittingOptions,
        notice: inout OmissionNotice,
        _ answer: AnswerOptions,
        _ plan: ConversationPlan
    ) async throws -> ExitStatus {
        let summaryCalls = SummaryCalls()
        var conversation = stored.conversation
        let options = fitting.options(for: conversation, answer, summaryCalls: summaryCalls)
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
            (stored, notice) = (exchange.stored, exchange.notice)
        }
        do {
            try await conversation.answer(through: &exchange, options: options)
        } catch let error as ConversationError where error.code == .contextTooLong {
            guard let refusal = error.refusal else {
                throw fitting.failure(error, of: conversation, options.policy)
            }
            throw await failure(refusal, host: endpoint.host, model: endpoint.model, client: endpoint.client)
        } catch let error as OpenAIError {
            var failure = await failure(error, host: endpoint.host, model: endpoint.model, client: endpoint.client)
            guard summaryCalls.endWithFailure else { throw failure }
            failure.what = "cannot summarize the earlier messages: \(failure.what)"
            if failure.status == .contextTooLong { failure.nextStep = "use --fit oldest, which omits messages instead" }
            throw failure
        }
        if let failure = exchange.failure { throw failure }
        return .complete
    }
}
