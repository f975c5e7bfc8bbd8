internal import WaiterPlatform

/// The port, the key and the socket of a local server.
struct ServerAccess: Sendable, Hashable {
    var port: Int
    var key: LocalServerKey
    /// The listening socket; `nil` where the system does not list sockets, as on macOS.
    var socket: EngineSocket?

    /// Finds the socket that an engine reports.
    ///
    /// - Parameters:
    ///   - port: The reported port on 127.0.0.1.
    ///   - key: The key that the engine requires.
    ///   - group: The process group of the engine.
    /// - Returns: The access; `nil` if none of the engine's processes listens on the port.
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
    /// Always true on systems that cannot list sockets, where the engine's own report has to suffice. If this is true after
    /// a connection has been established, then the connection leads to the engine: no other socket can have listened in
    /// the meantime.
    var isProven: Bool {
        #if os(Linux)
            return socket.map { Listeners.isListening($0, onPort: port) } ?? false
        #else
            return true
        #endif
    }

    /// Sends an authenticated GET request over a connection verified to reach the engine.
    ///
    /// - Throws: `LoopbackHTTP.Failure`, with the value `.refused` if another process listens on the port.
    func get(_ path: String, clock: any Clock<Duration>) async throws -> LoopbackHTTP.Answer {
        try await LoopbackHTTP.get(path, port: port, bearer: key.value, clock: clock) { isProven }
    }
}
