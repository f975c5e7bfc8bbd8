#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A running local server.
public struct RunningServer: Sendable, Hashable {
    /// The process ID of the supervisor. To stop the server, use `LocalModel.stop()`.
    public var processID: Int32
    /// The port on 127.0.0.1.
    public var port: Int
    /// The key that each request must contain.
    public var key: LocalServerKey
    /// The name of the model to use in requests.
    public var model: String
    /// The path of the model file.
    public var modelFile: String
    /// The engine that runs the model.
    public var engine: LocalEngine
    /// The start time of the server.
    public var startedAt: Date
    /// The idle time after which the server exits.
    public var idleTimeout: Duration
    /// The path of the server's log.
    public var logFile: String

    /// The base URL for an OpenAI client.
    public var baseURL: String { "http://127.0.0.1:\(port)/v1" }
}
