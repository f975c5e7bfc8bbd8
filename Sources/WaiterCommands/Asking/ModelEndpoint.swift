package import Waiter

/// A server and a model of its that answer: found once, asked as often as one likes.
package struct ModelEndpoint: Sendable {
    package let client: OpenAI
    package let model: String
    /// The server's name for people.
    package let host: String

    let metering: CallMetering
    let log: ExchangeLog?

    init(client: OpenAI, model: String, host: String, metering: CallMetering, log: ExchangeLog?) {
        (self.client, self.model, self.host, self.metering, self.log) = (client, model, host, metering, log)
    }

    /// The same server with another model.
    init(_ other: ModelEndpoint, model: String) {
        self.init(client: other.client, model: model, host: other.host, metering: other.metering, log: other.log)
    }

    /// Says on standard error what the exchange came to, where that is wanted.
    package func finish() { log?.finish() }
}
