public import Waiter

/// The expected outcome of a call.
public struct FaultEnding: Sendable {
    /// The kind of outcome.
    public enum Kind: Sendable, Equatable {
        /// A complete answer.
        case answer
        /// An error with this code.
        case error(OpenAIError.Code)
        /// A `CancellationError`.
        case cancelled
    }

    /// A detail that an answer or an error is expected to contain.
    public enum Keep: Sendable {
        /// The HTTP status.
        case status(Int)
        /// The server's error message, with keys masked.
        case words
        /// The start of the body.
        case body
        /// The server's request ID.
        case requestID
        /// The minimum delay requested by the server.
        case wait(Duration)
        /// The deadline that expired.
        case deadline(DeadlineKind)
        /// The kind of connection failure.
        case failure(ConnectionFailure)
        /// The usage.
        case usage
        /// The tool calls, each as `id name arguments`.
        case toolCalls([String])
    }

    /// The kind of outcome.
    public var kind: Kind
    /// The answer's text or the partial text attached to an error.
    public var text: String
    /// The number of attempts.
    public var attempts: Int
    /// The number of requests that the server receives, or the number of connections if no request is read.
    public var requests: ClosedRange<Int>
    /// Additional expected details.
    public var keeps: [Keep]

    /// Creates a complete answer.
    public static func answer(
        _ text: String = "Hello",
        attempts: Int = 1,
        requests: ClosedRange<Int>? = nil,
        keeping keeps: Keep...
    ) -> FaultEnding {
        FaultEnding(
            kind: .answer,
            text: text,
            attempts: attempts,
            requests: requests ?? attempts...attempts,
            keeps: keeps
        )
    }

    /// Creates an error.
    public static func error(
        _ code: OpenAIError.Code,
        attempts: Int = 1,
        requests: ClosedRange<Int>? = nil,
        text: String = "",
        keeping keeps: Keep...
    ) -> FaultEnding {
        FaultEnding(
            kind: .error(code),
            text: text,
            attempts: attempts,
            requests: requests ?? attempts...attempts,
            keeps: keeps
        )
    }

    /// Creates a cancellation. `text` is the text received before the cancellation.
    public static func cancelled(attempts: Int, text: String = "") -> FaultEnding {
        FaultEnding(kind: .cancelled, text: text, attempts: attempts, requests: attempts...attempts, keeps: [])
    }
}

extension FaultEnding {
    /// Returns the expectations that the outcome of a call does not meet.
    func complaints(about outcome: FaultStage.Outcome) -> [String] {
        switch (kind, outcome.error) {
        case (.answer, nil): complaints(aboutAnswer: outcome)
        case (.cancelled, is CancellationError?):
            outcome.text == text ? [] : ["received text '\(outcome.text)', expected '\(text)'"]
        case (.error(let code), let error as OpenAIError): complaints(about: error, code, outcome)
        case (_, let error?): ["failed with \(error)"]
        case (_, nil): ["succeeded with the answer '\(outcome.text)'"]
        }
    }

    private func complaints(aboutAnswer outcome: FaultStage.Outcome) -> [String] {
        var complaints = outcome.text == text ? [] : ["text '\(outcome.text)', expected '\(text)'"]
        if let attempts = outcome.attempts, attempts != self.attempts { complaints.append("\(attempts) attempts") }
        return complaints + keeps.filter { !isKept($0, outcome.completion) }.map { "missing \($0)" }
    }

    private func complaints(
        about error: OpenAIError,
        _ code: OpenAIError.Code,
        _ outcome: FaultStage.Outcome
    ) -> [String] {
        var complaints: [String] = []
        if error.code != code { complaints.append("code \(error.code), expected \(code): \(error)") }
        if error.attempts != attempts { complaints.append("\(error.attempts) attempts reported, expected \(attempts)") }
        if outcome.text != text { complaints.append("received text '\(outcome.text)', expected '\(text)'") }
        let kept = error.completion?.text ?? ""
        if kept != text { complaints.append("the error contains the text '\(kept)', expected '\(text)'") }
        let lost = keeps.filter { !isKept($0, error) && !isKept($0, error.completion) }
        return complaints + lost.map { "missing \($0): \(error), \(error.completion.debugDescription)" }
    }

    private func isKept(_ keep: Keep, _ error: OpenAIError) -> Bool {
        switch keep {
        case .status(let status): error.status == status
        case .words: error.server?.message.isEmpty == false
        case .body: error.body?.isEmpty == false
        case .requestID: error.requestID?.isEmpty == false
        case .wait(let wait): error.retryAfter.map { $0 >= wait } ?? false
        case .deadline(let kind): error.deadline == kind
        case .failure(let failure): error.connectionFailure == failure
        case .usage, .toolCalls: false
        }
    }

    private func isKept(_ keep: Keep, _ completion: ChatCompletion?) -> Bool {
        switch keep {
        case .usage: completion?.usage != nil
        case .toolCalls(let calls):
            completion?.choices.first?.message.toolCalls.map { call in
                guard case .function(let call) = call else { return "\(call)" }
                return "\(call.id) \(call.function.name) \(call.function.arguments)"
            } == calls
        default: false
        }
    }
}

extension FaultEnding: CustomStringConvertible {
    /// The outcome as shown in `docs/faults.md`.
    public var description: String {
        switch kind {
        case .answer: "the answer"
        case .error(let code): "`\(code)`"
        case .cancelled: "`CancellationError`"
        }
    }

    /// The expected details as shown in `docs/faults.md`.
    public var keepsInWords: [String] {
        let words = keeps.map { keep in
            switch keep {
            case .status(let status): "status \(status)"
            case .words: "server message"
            case .body: "start of the body"
            case .requestID: "request id"
            case .wait: "retry delay"
            case .deadline(let kind): "deadline `\(kind)`"
            case .failure(let failure): "failure `\(failure)`"
            case .usage: "usage"
            case .toolCalls: "tool calls"
            }
        }
        return kind != .answer && !text.isEmpty ? ["partial text"] + words : words
    }
}
