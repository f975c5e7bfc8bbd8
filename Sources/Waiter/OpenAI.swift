/// A client for OpenAI's API and compatible servers.
///
///     let client = try OpenAI()
///     let completion = try await client.chat.completions.create(
///         .init(model: "gpt-6.1-sol", messages: [.user("What is an API?")])
///     )
///     print(completion.text)
///
/// Create one client and share it. Any number of tasks can use the client concurrently, and the client manages its own
/// connection pool. A service should call `shutdown(gracePeriod:)` before it exits. A command-line program does not
/// need to shut down the client.
public struct OpenAI: Sendable {
    /// The client's configuration.
    public var configuration: Configuration { executor.configuration }

    let executor: RequestExecutor
    /// The observer of the client's tool calls, or `nil` if tool calls are not observed.
    package var toolObserver: (any ToolCallObserver)? { executor.observer as? any ToolCallObserver }
    /// The tool support of each model, shared by all copies of the client.
    let toolSupport = ToolSupport()

    /// Creates a client from environment variables such as `OPENAI_API_KEY` and `OPENAI_BASE_URL`.
    ///
    /// - Throws: `OpenAIError` with code `.configuration` if a variable is missing or invalid. The error message
    ///   contains the name of the variable.
    public init() throws {
        try self.init(configuration: .fromEnvironment())
    }

    /// Creates a client.
    ///
    /// - Parameters:
    ///   - configuration: The configuration, including the server and credentials.
    ///   - meter: The meter that observes every billable call, such as a ledger, or `nil` if calls are not metered.
    ///   - observer: The observer of complete calls, such as a tracer, or `nil` if calls are not observed.
    /// - Throws: `OpenAIError` with code `.configuration` if the configuration is invalid.
    public init(
        configuration: Configuration,
        meter: (any CallMeter)? = nil,
        observer: (any CallObserver)? = nil
    ) throws {
        try self.init(
            configuration: configuration,
            transport: AsyncHTTPClientTransport(configuration: configuration),
            meter: meter,
            observer: observer
        )
    }

    /// Creates a client with a custom transport.
    ///
    /// - Throws: `OpenAIError` with code `.configuration` if the configuration is invalid.
    public init(
        configuration: Configuration,
        transport: any Transport,
        meter: (any CallMeter)? = nil,
        observer: (any CallObserver)? = nil
    ) throws {
        try configuration.validate()
        executor = RequestExecutor(
            configuration: configuration,
            transport: transport,
            meter: meter,
            observer: observer
        )
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

    /// Sends an operation and returns its value with the response head.
    ///
    ///     let response = try await client.send(.chatCompletion(request))
    ///     print(response.value.text, response.head.requestID ?? "")
    ///
    /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled. Errors thrown by custom middleware, a
    ///   meter, a key provider or a transport are rethrown unchanged.
    public func send<Output: Sendable>(
        _ operation: APIOperation<Output>,
        options: RequestOptions = RequestOptions()
    ) async throws -> APIResponse<Output> {
        try await executor.execute(operation, options: options)
    }

    /// Shuts down the client. New calls fail, and calls in progress are cancelled after the grace period.
    public func shutdown(gracePeriod: Duration = .seconds(30)) async {
        await executor.shutdown(gracePeriod: gracePeriod)
    }
}

extension OpenAI: CustomStringConvertible, CustomReflectable {
    /// The client's base URL.
    public var description: String { "OpenAI(\(configuration.baseURL))" }

    /// A mirror that contains only the configuration, with secrets masked.
    public var customMirror: Mirror {
        Mirror(self, children: ["configuration": configuration], displayStyle: .struct)
    }
}
