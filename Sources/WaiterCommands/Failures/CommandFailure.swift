/// A failure of a command, described for the user.
package struct CommandFailure: Error, Sendable {
    package var status: ExitStatus
    /// A description of the failure, such as `the API key was rejected`.
    package var what: String
    /// The location or circumstances, such as `api.openai.com, HTTP 401`.
    package var place: String?
    /// The suggested next step.
    package var nextStep: String?
    /// The server's message or the end of a log, shown indented.
    package var details: String?
    package var requestID: String?
    /// The machine-readable error kind in `--json`, such as `authentication`.
    package var kind: String
    package var httpStatus: Int?
    package var retryAfter: Duration?

    package init(
        _ status: ExitStatus,
        _ what: String,
        place: String? = nil,
        nextStep: String? = nil,
        details: String? = nil,
        kind: String? = nil
    ) {
        self.status = status
        self.what = what
        self.place = place
        self.nextStep = nextStep
        self.details = details
        self.kind = kind ?? "\(status)"
    }

    /// Creates a failure caused by incorrect usage.
    package static func usage(_ what: String, nextStep: String? = nil) -> CommandFailure {
        CommandFailure(.usage, what, nextStep: nextStep, kind: "usage")
    }
}
