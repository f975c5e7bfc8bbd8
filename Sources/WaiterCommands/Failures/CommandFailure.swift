/// Why a command ends without success, in the words that the user reads.
package struct CommandFailure: Error, Sendable {
    package var status: ExitStatus
    /// What failed, such as `the key was refused`.
    package var what: String
    /// Where or how, such as `api.openai.com, HTTP 401`.
    package var place: String?
    /// What mends it.
    package var nextStep: String?
    /// The server's own words, or the end of a log, shown indented.
    package var details: String?
    package var requestID: String?
    /// The word for programs in `--json`, such as `authentication`.
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

    /// A mistake in how the command was called.
    package static func usage(_ what: String, nextStep: String? = nil) -> CommandFailure {
        CommandFailure(.usage, what, nextStep: nextStep, kind: "usage")
    }
}
