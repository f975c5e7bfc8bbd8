internal import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

extension RetryNotice {
    /// A one-line notice of why and when the attempt is retried.
    var summary: String {
        let failure = CommandFailure(reason, host: "", keyRemedy: "")
        let cause = reason.status.map { "HTTP \($0)" } ?? reason.message
        return TerminalText.line(
            "waiter: \(failure.what) (\(cause)); retrying in \(delay.shortText) "
                + "(attempt \(attempt + 1) of \(maxAttempts))"
        )
    }
}
