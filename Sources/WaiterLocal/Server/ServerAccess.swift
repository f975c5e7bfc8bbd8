internal import WaiterPlatform

/// The port, the key and the socket of a local server.
struct ServerAccess: Sendable, Hashable {
    var port: Int
    var key: LocalServerKey
    /// The listening socket, or `nil` if the system does not list sockets. macOS, for example, does not list sockets.
    var socket: EngineSocket?

    /// Finds the socket for the port that an engine has reported.
    ///
    /// - Parameters:
    ///   - port: The reported port on 127.0.0.1.
    ///   - key: The key that the engine requires.
    ///   - group: The process group of the engine.
    /// - Returns: The port, key and socket of the server, or `nil` if none of the engine's processes is listening on
    ///   the port.
    static func find(port: Int, key: LocalServerKey, group: pid_t) -> ServerAccess? {
        #if os(Linux)
            guard let socket = Listeners.socket(onPort: port, ofGroup: group) else { return nil }
            return ServerAccess(port: port, key: key, socket: socket)
        #else
            return ServerAccess(port: port, key: key, socket: nil)
        #endif
    }

    /// Whether the engine is still listening on the port with its original socket.
    ///
    /// On systems that do not list sockets, the value is always `true`, because only the engine's own report is
    /// available. On other systems, if the value is `true` after a connection has been established, the connection
    /// leads to the engine. No other socket can have listened on the port in the meantime.
    var isProven: Bool {
        #if os(Linux)
            return socket.map { Listeners.isListening($0, onPort: port) } ?? false
        #else
            return true
        #endif
    }

    /// Sends an authenticated GET request over a connection that is known to reach the engine.
    ///
    /// - Throws: `LoopbackHTTP.Failure`, which is `.refused` if another process is listening on the port.
    func get(_ path: String, clock: any Clock<Duration>) async throws -> LoopbackHTTP.Answer {
        try await LoopbackHTTP.get(path, port: port, bearer: key.value, clock: clock) { isProven }
    }
}
