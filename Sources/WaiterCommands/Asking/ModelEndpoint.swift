package import Waiter

/// A server and one of its models, resolved once and reused for every request.
package struct ModelEndpoint: Sendable {
    package let client: OpenAI
    package let model: String
    /// The API used to call the model.
    package var api: ModelAPI
    /// The display name of the server.
    package let host: String

    let metering: CallMetering
    let log: ExchangeLog?

    init(
        client: OpenAI,
        model: String,
        api: ModelAPI,
        host: String,
        metering: CallMetering,
        log: ExchangeLog?
    ) {
        (self.client, self.model, self.api) = (client, model, api)
        (self.host, self.metering, self.log) = (host, metering, log)
    }

    /// Creates an endpoint for another model on the same server.
    init(_ other: ModelEndpoint, model: String, api: ModelAPI) {
        self.init(
            client: other.client,
            model: model,
            api: api,
            host: other.host,
            metering: other.metering,
            log: other.log
        )
    }

    /// Prints a summary of the exchange to standard error if requested.
    package func finish() { log?.finish() }
}
