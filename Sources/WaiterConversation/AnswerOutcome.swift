internal import Synchronization
internal import Waiter

/// The outcome of an answer. It is shared by the answer's reader and stream.
final class AnswerOutcome: Sendable {
    private struct State {
        var status = Conversation.Status.streaming
        var completion: ChatCompletion?
    }

    private let state = Mutex(State())

    var status: Conversation.Status { state.withLock(\.status) }
    var completion: ChatCompletion? { state.withLock(\.completion) }

    func end(_ status: Conversation.Status, _ completion: ChatCompletion?) {
        state.withLock { $0 = State(status: status, completion: completion) }
    }
}
