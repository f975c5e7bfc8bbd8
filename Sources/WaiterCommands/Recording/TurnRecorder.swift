internal import Synchronization
package import Waiter
package import WaiterConversation
package import WaiterStore
package import WaiterTerminal

/// Writes one question and its answer down: before it is sent, while it comes, and when it is over.
///
/// What cannot be written down is said once, and harms nothing else: an answer is worth more than its record.
package final class TurnRecorder: Sendable {
    private struct State: Sendable {
        var stored: StoredConversation
        var call: RecordedCall?
        var received: ChatCompletion?
        var requestID: String?
        var hasBegun = false
        var hasFailed = false
    }

    private let state: Mutex<State>
    private let source: LedgerSource
    private let profile: String
    private let server: String
    private let console: Console
    /// Servers may echo the key anywhere.
    private let redactor: Redactor

    package init(
        _ stored: StoredConversation,
        in source: LedgerSource,
        profile: String,
        server: String,
        key: APIKey?,
        console: Console
    ) {
        state = Mutex(State(stored: stored))
        self.source = source
        self.profile = profile
        self.server = server
        self.console = console
        redactor = Redactor([key])
    }

    /// The conversation as it is now, the answer with it once there is one.
    package var stored: StoredConversation { state.withLock { $0.stored } }

    /// Writes the question down, before it is sent for the first time; the attempts after that are the same call.
    package func begin(_ body: [UInt8]) {
        attempt { state in
            guard !state.hasBegun else { return }
            state.hasBegun = true
            let start = CallStart(
                model: state.stored.conversation.model,
                request: body,
                profile: profile,
                server: server
            )
            guard let ledger = try source.writable() else { return }
            state.call = try ledger.conversations.begin(start, in: &state.stored)
        }
    }

    /// Notes the server's ID of the request.
    package func note(requestID: String?) {
        guard let requestID else { return }
        state.withLock { $0.requestID = redactor.redact(requestID) }
    }

    /// Notes a piece of the answer; what has come is written down at most once a second.
    package func progress(_ completion: () -> ChatCompletion) {
        attempt { state in
            guard var call = state.call, let ledger = try source.writable() else { return }
            try ledger.conversations.update(
                &call,
                with: completion().choices.first.map { ChatMessage($0.message) } ?? .assistant("")
            )
            state.call = call
        }
    }

    /// Notes all that came.
    package func received(_ completion: ChatCompletion) {
        guard !completion.choices.isEmpty else { return }
        state.withLock { $0.received = completion }
    }

    /// Writes down how the call ended, and the conversation with the answer.
    ///
    /// - Parameters:
    ///   - error: What ended it early; nil for a whole answer, whatever is thought of it.
    ///   - stopwatch: How long the answer has taken.
    package func finish(_ error: (any Error)?, in conversation: Conversation, _ stopwatch: Stopwatch) {
        attempt { state in
            if let partial = (error as? OpenAIError)?.completion { state.received = partial }
            let status = CallStatus(error, hasText: state.received?.hasContent ?? false)
            state.stored.conversation = conversation
            guard let call = state.call, let ledger = try source.writable() else { return }
            let end = CallEnd(
                status: status,
                completion: state.received,
                requestID: state.requestID ?? (error as? OpenAIError)?.requestID.map(redactor.redact),
                error: (error as? OpenAIError).map { redactor.redact($0.description) },
                firstToken: stopwatch.firstText,
                duration: stopwatch.elapsed
            )
            try ledger.conversations.finish(call, end, in: &state.stored)
            state.call = nil
        }
    }

    private func attempt(_ body: (inout State) throws -> Void) {
        let failure: (any Error)? = state.withLock { state in
            do {
                try body(&state)
                return nil
            } catch {
                defer { state.hasFailed = true }
                return state.hasFailed ? nil : error
            }
        }
        if let failure { source.mention(failure, console) }
    }
}

extension CallStatus {
    fileprivate init(_ error: (any Error)?, hasText: Bool) {
        switch error {
        case nil: self = .complete
        case is CancellationError, is StandardStream.Failure: self = .interrupted
        default: self = hasText ? .interrupted : .failed
        }
    }
}

extension ChatCompletion {
    /// Whether the first answer says or does anything.
    fileprivate var hasContent: Bool {
        guard let message = choices.first?.message else { return false }
        return !(message.content ?? "").isEmpty || !message.toolCalls.isEmpty || !(message.refusal ?? "").isEmpty
            || message.functionCall != nil
    }
}
