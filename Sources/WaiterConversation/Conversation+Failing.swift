internal import Waiter

/// Methods that handle unanswered questions. An unanswered question becomes a branch, because a model is asked one
/// question at a time.
extension Conversation {
    /// The index of the last message, if the message is a question whose call failed or that another process left
    /// unanswered. The value is `nil` for any other message.
    var failedQuestion: Int? {
        guard let head, nodes[head].message.role == .user else { return nil }
        return nodes[head].status == .failed || memory.abandoned == head ? head : nil
    }

    /// Marks the question at the end of the path as failed.
    mutating func noteFailure() {
        guard let head, nodes[head].message.role == .user else { return }
        nodes[head].status = .failed
    }

    /// Appends a question. If the preceding question's call failed, that question becomes a branch.
    mutating func ask(_ question: ChatMessage) {
        while let failed = failedQuestion { head = nodes[failed].parent }
        closeToolCalls()
        append(question)
    }

    /// Informs the model about the tool calls of an interrupted loop that is not continued.
    ///
    /// Results are preserved. Calls that were attempted but have no result are reported with an unknown outcome. All
    /// other calls are reported as not run. If no call was started, the calls are no longer sent.
    package mutating func closeToolCalls() {
        let pending = pendingTools.flatMap { continues($0) ? $0 : nil }
        pendingTools = nil
        guard let calls = pending?.calls, calls.contains(where: \.wasAttempted) else { return }
        for call in calls { append(call.resultMessage) }
    }

    /// Treats the question at the end of a stored conversation as failed, because the process that asked the question
    /// has exited.
    package mutating func abandonLastQuestion() { memory.abandoned = head }
}
