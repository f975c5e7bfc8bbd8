internal import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

extension RetryNotice {
    /// A one-line notice that states the reason for the retry and the delay before it.
    var summary: String {
        let failure = CommandFailure(reason, host: "", keyRemedy: "")
        let cause = reason.status.map { "HTTP \($0)" } ?? reason.message
        return TerminalText.line(
            "waiter: \(failure.what) (\(cause)); retrying in \(delay.shortText) "
                + "(attempt \(attempt + 1) of \(maxAttempts))"
        )
    }
}
