internal import HTTPTypes
public import Waiter

extension ScriptedTransport {
    /// Creates a client that uses this transport, whose retries take no time, and whose deadlines pass only when the
    /// test advances its clock.
    ///
    /// - Parameters:
    ///   - clock: The clock of the client.
    ///   - meter: A meter, such as a ledger in memory; nil for none.
    ///   - configure: Changes the configuration before the client is created.
    /// - Returns: The client.
    /// - Throws: `OpenAIError` with code `.configuration` if the configuration is invalid.
    public func client(
        clock: ManualClock = ManualClock(skipsPauses: true),
        meter: (any CallMeter)? = nil,
        configure: (inout OpenAI.Configuration) -> Void = { _ in }
    ) throws -> OpenAI {
        var configuration = try OpenAI.Configuration(apiKey: APIKey("sk-test-0123456789abcdef"), clock: clock)
        configure(&configuration)
        return try OpenAI(configuration: configuration, transport: self, meter: meter)
    }

    /// The recorded requests that ask for chat completions, decoded.
    public var chatRequests: [ChatCompletionRequest] {
        requests.filter { $0.head.path?.hasSuffix("/chat/completions") == true }
            .compactMap { try? JSONBodyDecoder.decode(ChatCompletionRequest.self, from: $0.body) }
    }
}
