internal import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

extension RetryNotice {
    /// One line that says why an attempt is made again, and when.
    var inWords: String {
        let failure = CommandFailure(reason, host: "", keyRemedy: "")
        let cause = reason.status.map { "HTTP \($0)" } ?? reason.message
        return TerminalText.line(
            "waiter: \(failure.what) (\(cause)): waiting \(delay.inWords), "
                + "then attempt \(attempt + 1) of \(maxAttempts)"
        )
    }
}
