#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A local server that answers.
public struct RunningServer: Sendable, Hashable {
    /// The process that watches over the engine; end it with `LocalModel.stop()`.
    public var processID: Int32
    /// The port on 127.0.0.1.
    public var port: Int
    /// The key that each request must carry.
    public var key: LocalServerKey
    /// The name of the model, as requests give it.
    public var model: String
    /// The path of the model file.
    public var modelFile: String
    /// The engine that runs it.
    public var engine: LocalEngine
    /// When the server was started.
    public var startedAt: Date
    /// It stops after no request for this long.
    public var idleTimeout: Duration
    /// Where it writes what it does.
    public var logFile: String

    /// The base URL for an OpenAI client.
    public var baseURL: String { "http://127.0.0.1:\(port)/v1" }
}
