public import Waiter

/// What the caller of a call gets.
public struct FaultEnding: Sendable {
    /// How the call ends.
    public enum Kind: Sendable, Equatable {
        /// With a whole answer.
        case answer
        /// With an error of this code.
        case error(OpenAIError.Code)
        /// With `CancellationError`.
        case cancelled
    }

    /// Something that an answer or an error holds.
    public enum Keep: Sendable {
        /// The HTTP status.
        case status(Int)
        /// The server's words, keys masked.
        case words
        /// The start of the body.
        case body
        /// The server's id of the request.
        case requestID
        /// How long the server asks to wait, at least.
        case wait(Duration)
        /// Which deadline passed.
        case deadline(DeadlineKind)
        /// How the connection failed.
        case failure(ConnectionFailure)
        /// The usage.
        case usage
        /// The tool calls, each as `id name arguments`.
        case toolCalls([String])
    }

    /// How the call ends.
    public var kind: Kind
    /// The answer's text, or what an error keeps of it.
    public var text: String
    /// How many attempts are made.
    public var attempts: Int
    /// How many requests, or connections where none is read, the server sees.
    public var requests: ClosedRange<Int>
    /// What else it holds.
    public var keeps: [Keep]

    /// A whole answer.
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

    /// An error.
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

    /// A cancellation; the text is what had arrived.
    public static func cancelled(attempts: Int, text: String = "") -> FaultEnding {
        FaultEnding(kind: .cancelled, text: text, attempts: attempts, requests: attempts...attempts, keeps: [])
    }
}

extension FaultEnding {
    /// What is wrong with a call that ended in this way.
    func complaints(about outcome: FaultStage.Outcome) -> [String] {
        switch (kind, outcome.error) {
        case (.answer, nil): complaints(aboutAnswer: outcome)
        case (.cancelled, is CancellationError?):
            outcome.text == text ? [] : ["of the text '\(outcome.text)' had come"]
        case (.error(let code), let error as OpenAIError): complaints(about: error, code, outcome)
        case (_, let error?): ["it ends with \(error)"]
        case (_, nil): ["it ends with the answer '\(outcome.text)'"]
        }
    }

    private func complaints(aboutAnswer outcome: FaultStage.Outcome) -> [String] {
        var complaints = outcome.text == text ? [] : ["the text is '\(outcome.text)' and not '\(text)'"]
        if let attempts = outcome.attempts, attempts != self.attempts { complaints.append("\(attempts) attempts") }
        return complaints + keeps.filter { !isKept($0, outcome.completion) }.map { "\($0) is not kept" }
    }

    private func complaints(
        about error: OpenAIError,
        _ code: OpenAIError.Code,
        _ outcome: FaultStage.Outcome
    ) -> [String] {
        var complaints: [String] = []
        if error.code != code { complaints.append("the code is \(error.code) and not \(code): \(error)") }
        if error.attempts != attempts { complaints.append("\(error.attempts) attempts are told, not \(attempts)") }
        if outcome.text != text { complaints.append("'\(outcome.text)' had arrived and not '\(text)'") }
        let kept = error.completion?.text ?? ""
        if kept != text { complaints.append("'\(kept)' is kept of '\(text)'") }
        let lost = keeps.filter { !isKept($0, error) && !isKept($0, error.completion) }
        return complaints + lost.map { "\($0) is not kept: \(error), \(error.completion.debugDescription)" }
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
    /// The ending as the page shows it.
    public var description: String {
        switch kind {
        case .answer: "the answer"
        case .error(let code): "`\(code)`"
        case .cancelled: "`CancellationError`"
        }
    }

    /// What is kept, as the page shows it.
    public var keepsInWords: [String] {
        let words = keeps.map { keep in
            switch keep {
            case .status(let status): "status \(status)"
            case .words: "the server's words"
            case .body: "the start of the body"
            case .requestID: "request id"
            case .wait: "the wait"
            case .deadline(let kind): "deadline `\(kind)`"
            case .failure(let failure): "failure `\(failure)`"
            case .usage: "usage"
            case .toolCalls: "tool calls"
            }
        }
        return kind != .answer && !text.isEmpty ? ["the text so far"] + words : words
    }
}
