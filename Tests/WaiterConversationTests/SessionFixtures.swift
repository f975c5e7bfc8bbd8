import Synchronization
import Waiter
import WaiterConversation
import WaiterTestSupport

/// Records each state saved by a session, and fails on request.
final class NotingSaver: ConversationSaver {
    struct Failure: Error {}

    private let state = Mutex<(saved: [Conversation], failures: Int)>(([], 0))

    var saved: [Conversation] { state.withLock { $0.saved } }
    /// The texts of each saved state.
    var texts: [[String]] { saved.map { $0.messages.map(\.text) } }

    /// Makes the next saves fail.
    func fail(_ count: Int) { state.withLock { $0.failures = count } }

    func save(_ conversation: Conversation) async throws {
        try Task.checkCancellation()
        try state.withLock { state in
            guard state.failures == 0 else {
                state.failures -= 1
                throw Failure()
            }
            state.saved.append(conversation)
        }
    }
}

/// Records its events, and refuses a given number of calls.
final class NotingMeter: CallMeter {
    struct Record: AttemptRecord {
        let meter: NotingMeter
        func end(_ outcome: AttemptOutcome) { meter.add(outcome) }
    }

    struct State {
        var refusals = 0
        var conversations: [String?] = []
        var ends: [AttemptOutcome.Status] = []
    }

    private let state: Mutex<State>

    var conversations: [String?] { state.withLock { $0.conversations } }
    var ends: [AttemptOutcome.Status] { state.withLock { $0.ends } }

    init(refusals: Int = 0) {
        state = Mutex(State(refusals: refusals))
    }

    private func add(_ outcome: AttemptOutcome) { state.withLock { $0.ends.append(outcome.status) } }

    func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
        try state.withLock { state in
            state.conversations.append(attempt.options.conversation)
            guard state.refusals == 0 else {
                state.refusals -= 1
                throw OpenAIError(.budgetExceeded, "not sent: over budget")
            }
        }
        return Record(meter: self)
    }
}

/// Opened once, by the test, which resumes all waiters.
final class TestGate: Sendable {
    private let opening: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (opening, continuation) = AsyncStream.makeStream()
    }

    func open() { continuation.finish() }

    func wait() async { for await _ in opening {} }
}

/// Waits for an event in another task.
func eventually(_ condition: () -> Bool) async {
    while !condition(), !Task.isCancelled { await Task.yield() }
}

extension ConversationSession {
    /// The texts of the messages.
    var texts: [String] { conversation.messages.map(\.text) }
}

extension ScriptedTransport {
    /// The texts of the messages of each request.
    var sentTexts: [[String]] { chatRequests.map { $0.messages.map(\.text) } }
}

extension ChatCompletionChunk {
    var content: String { choices.first?.delta.content ?? "" }
}
