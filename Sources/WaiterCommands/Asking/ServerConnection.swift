internal import Waiter

/// A connection to a server, for calls that do not require a chat model, such as file uploads and embedding requests.
struct ServerConnection: Sendable {
    let client: OpenAI
    /// The display name of the server.
    let host: String
    let metering: CallMetering

    let log: ExchangeLog?

    /// Prints a summary of the exchange to standard error if requested.
    func finish() { log?.finish() }
}
