/// A client for OpenAI's API and for every server that speaks its protocol.
///
///     let client = try OpenAI()
///     let completion = try await client.chat.completions.create(
///         .init(model: "gpt-6.1-sol", messages: [.user("What is an API?")])
///     )
///     print(completion.text)
///
/// Make one and share it: any number of tasks may call it at once, over its own pool of connections. A command-line
/// program may simply end; a service calls `shutdown(gracePeriod:)`.
public struct OpenAI: Sendable {
    /// What the client was made with.
    public var configuration: Configuration { executor.configuration }

    let executor: RequestExecutor

    /// Makes a client from the environment: OPENAI_API_KEY, OPENAI_BASE_URL and so on.
    ///
    /// - Throws: `OpenAIError` with code `.configuration` that names the variable that is missing or wrong.
    public init() throws {
        try self.init(configuration: .fromEnvironment())
    }

    /// Makes a client.
    ///
    /// - Parameters:
    ///   - configuration: Where the server is, and all else.
    ///   - meter: What sees each call that costs something, such as a ledger; nil for nothing.
    /// - Throws: `OpenAIError` with code `.configuration` when the configuration cannot work.
    public init(configuration: Configuration, meter: (any CallMeter)? = nil) throws {
        try self.init(
            configuration: configuration,
            transport: AsyncHTTPClientTransport(configuration: configuration),
            meter: meter
        )
    }

    /// Makes a client on a transport of one's own.
    ///
    /// - Throws: `OpenAIError` with code `.configuration` when the configuration cannot work.
    public init(configuration: Configuration, transport: any Transport, meter: (any CallMeter)? = nil) throws {
        try configuration.validate()
        executor = RequestExecutor(configuration: configuration, transport: transport, meter: meter)
    }

    package init(
        configuration: Configuration,
        transport: any Transport,
        meter: (any CallMeter)? = nil,
        environment: ExecutionEnvironment
    ) throws {
        try configuration.validate()
        executor = RequestExecutor(
            configuration: configuration,
            transport: transport,
            meter: meter,
            environment: environment
        )
    }

    /// Sends an operation and returns its value with the response that it was decoded from.
    ///
    ///     let response = try await client.send(.chatCompletion(request))
    ///     print(response.value.text, response.head.requestID ?? "")
    ///
    /// - Throws: `OpenAIError`; `CancellationError` when the task is cancelled; unchanged what a middleware, meter, key provider
    ///   or transport of one's own throws.
    public func send<Output: Sendable>(
        _ operation: APIOperation<Output>,
        options: RequestOptions = RequestOptions()
    ) async throws -> APIResponse<Output> {
        try await executor.execute(operation, options: options)
    }

    /// Ends the client: new calls fail, those in flight may finish within the grace period and are cancelled after it.
    public func shutdown(gracePeriod: Duration = .seconds(30)) async {
        await executor.shutdown(gracePeriod: gracePeriod)
    }
}

extension OpenAI: CustomStringConvertible, CustomReflectable {
    /// The client's address.
    public var description: String { "OpenAI(\(configuration.baseURL))" }

    /// A mirror that holds the configuration only, in which secrets are masked.
    public var customMirror: Mirror {
        Mirror(self, children: ["configuration": configuration], displayStyle: .struct)
    }
}
