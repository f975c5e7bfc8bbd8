internal import Waiter

/// Questions that got no answer: they stay behind as branches, since a model is asked one thing at a time.
extension Conversation {
    /// The last message, if it is a question whose call failed, or that another process never got an answer to.
    var failedQuestion: Int? {
        guard let head, nodes[head].message.role == .user else { return nil }
        return nodes[head].status == .failed || memory.abandoned == head ? head : nil
    }

    /// Marks the question that the path ends with as failed.
    mutating func noteFailure() {
        guard let head, nodes[head].message.role == .user else { return }
        nodes[head].status = .failed
    }

    /// Appends a question; one that failed before it stays behind as a branch.
    mutating func ask(_ question: ChatMessage) {
        while let failed = failedQuestion { head = nodes[failed].parent }
        closeToolCalls()
        append(question)
    }

    /// Tells the model about the calls of an interrupted loop that is not continued, if any of them was started.
    ///
    /// Results are kept, a call that was attempted has an unknown outcome, and the others were not run. Calls of which none
    /// was started are not sent any more.
    package mutating func closeToolCalls() {
        let pending = pendingTools.flatMap { continues($0) ? $0 : nil }
        pendingTools = nil
        guard let calls = pending?.calls, calls.contains(where: \.wasAttempted) else { return }
        for call in calls { append(.tool(call.finalMessage, toolCallID: call.id)) }
    }

    /// Treats the question that a stored conversation ends with as failed: the one who asked it is gone.
    package mutating func abandonLastQuestion() { memory.abandoned = head }
}
