internal import HTTPTypes
internal import Waiter
internal import WaiterStore
internal import WaiterTerminal

/// The notices that all dry runs print to standard error.
extension AskSession {
    /// Prints the method and URL of a request that will not be sent.
    func announce(_ request: TransportRequest, to baseURL: BaseURL) {
        console.notice(
            TerminalText.line("waiter: not sent (dry run): \(request.head.method) \(baseURL.origin)")
                + TerminalText.line(request.head.path ?? "")
        )
    }

    /// Prints the status of each budget that applies to a call.
    ///
    /// - Throws: `CommandFailure` if a budget does not allow the call, or if a budget cannot be read.
    func showAdmission(of attempt: MeteredAttempt, by metering: CallMetering) throws {
        for status in try metering.admission(of: attempt) {
            console.notice(
                TerminalText.line(
                    "waiter: \(status.title): \(status.spent) spent, \(status.left) left; the request is within budget"
                )
            )
        }
    }
}
