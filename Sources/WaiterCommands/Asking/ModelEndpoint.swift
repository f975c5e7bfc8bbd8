package import Waiter

/// A server and one of its models, resolved once and reused for every request.
package struct ModelEndpoint: Sendable {
    package let client: OpenAI
    package let model: String
    /// The display name of the server.
    package let host: String

    let metering: CallMetering
    let log: ExchangeLog?

    init(client: OpenAI, model: String, host: String, metering: CallMetering, log: ExchangeLog?) {
        (self.client, self.model, self.host, self.metering, self.log) = (client, model, host, metering, log)
    }

    /// Creates an endpoint for another model on the same server.
    init(_ other: ModelEndpoint, model: String) {
        self.init(client: other.client, model: model, host: other.host, metering: other.metering, log: other.log)
    }

    /// Prints the summary of the exchange to standard error if requested.
    package func finish() { log?.finish() }
}
