/// Options for the local server.
///
/// The default values are suitable for the small model.
public struct ServerOptions: Sendable, Hashable, Codable {
    /// The port to listen on, or `nil` to let the engine choose any free port.
    public var port: Int?
    /// The path of a model in GGUF format, or `nil` for the installed SmolLM2.
    public var modelFile: String?
    /// The engine to use. If the value is `nil`, `llama-server` is used if it is in PATH. Otherwise, the installed
    /// engine is used.
    public var engine: LocalEngine.Kind?
    /// The maximum total number of tokens in a request and its answer.
    public var contextSize: Int
    /// The number of requests processed in parallel. Additional requests wait.
    public var slots: Int
    /// The number of compute threads. If the value is `nil`, the server uses one thread fewer than the number of
    /// available processors, but at least 1 and at most 8.
    public var threads: Int?
    /// The time without requests after which the server stops.
    public var idleTimeout: Duration
    /// The maximum time to wait for the server to respond.
    public var startTimeout: Duration

    /// Creates options. With `ServerOptions()`, the server uses the small model.
    public init(
        port: Int? = nil,
        modelFile: String? = nil,
        engine: LocalEngine.Kind? = nil,
        contextSize: Int = 4096,
        slots: Int = 2,
        threads: Int? = nil,
        idleTimeout: Duration = .seconds(600),
        startTimeout: Duration = .seconds(60)
    ) {
        self.port = port
        self.modelFile = modelFile
        self.engine = engine
        self.contextSize = contextSize
        self.slots = slots
        self.threads = threads
        self.idleTimeout = idleTimeout
        self.startTimeout = startTimeout
    }

    func validated() throws -> ServerOptions {
        func check(_ isValid: Bool, _ what: String) throws {
            guard isValid else { throw LocalModelError.invalidOption(what) }
        }
        try check(port.map { (1...65_535).contains($0) } ?? true, "the port must be between 1 and 65535")
        try check((256...1_048_576).contains(contextSize), "the context size must be between 256 and 1048576 tokens")
        try check((1...64).contains(slots), "the number of slots must be between 1 and 64")
        try check(threads.map { (1...1024).contains($0) } ?? true, "the number of threads must be between 1 and 1024")
        try check(idleTimeout > .zero, "the idle timeout must be positive")
        try check(startTimeout > .zero, "the start timeout must be positive")
        return self
    }
}
