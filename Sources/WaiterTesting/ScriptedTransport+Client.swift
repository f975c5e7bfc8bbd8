internal import HTTPTypes
public import Waiter

extension ScriptedTransport {
    /// Creates a client that uses this transport. Retries are immediate, and deadlines expire only when the test
    /// advances the clock.
    ///
    /// - Parameters:
    ///   - clock: The client's clock.
    ///   - meter: A meter, such as an in-memory ledger, or `nil` to record no usage.
    ///   - observer: An observer of whole calls, such as a tracer, or `nil` for none.
    ///   - configure: A closure that changes the configuration before the client is created.
    /// - Returns: The client.
    /// - Throws: `OpenAIError` with code `.configuration` if the configuration is invalid.
    public func client(
        clock: ManualClock = ManualClock(skipsPauses: true),
        meter: (any CallMeter)? = nil,
        observer: (any CallObserver)? = nil,
        configure: (inout OpenAI.Configuration) -> Void = { _ in }
    ) throws -> OpenAI {
        var configuration = try OpenAI.Configuration(apiKey: APIKey("sk-test-0123456789abcdef"), clock: clock)
        configure(&configuration)
        return try OpenAI(configuration: configuration, transport: self, meter: meter, observer: observer)
    }

    /// The recorded chat completion requests, in decoded form.
    public var chatRequests: [ChatCompletionRequest] {
        requests.filter { $0.head.path?.hasSuffix("/chat/completions") == true }
            .compactMap { try? JSONBodyDecoder.decode(ChatCompletionRequest.self, from: $0.body) }
    }

    /// The recorded Responses API requests, in decoded form.
    public var responseRequests: [ResponsesRequest] {
        requests.filter { $0.head.path?.hasSuffix("/responses") == true }
            .compactMap { try? JSONBodyDecoder.decode(ResponsesRequest.self, from: $0.body) }
    }
}
