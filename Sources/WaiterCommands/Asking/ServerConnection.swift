internal import Waiter

/// A connection to a server without a selected model, for calls that are not questions.
struct ServerConnection: Sendable {
    let client: OpenAI
    /// The display name of the server.
    let host: String
    let metering: CallMetering

    let log: ExchangeLog?

    /// Prints the summary of the exchange to standard error if requested.
    func finish() { log?.finish() }
}
