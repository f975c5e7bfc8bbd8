/// The port and the key of a local server.
struct ServerAccess: Sendable, Hashable {
    var port: Int
    var key: LocalServerKey

    /// Sends one GET with the key, to a listener that is this user's.
    ///
    /// - Throws: `LoopbackHTTP.Failure`: `.refused` when another user's process listens there.
    func get(_ path: String, clock: any Clock<Duration>) async throws -> LoopbackHTTP.Answer {
        guard Listeners.areOurs(onPort: port) else { throw LoopbackHTTP.Failure.refused }
        return try await LoopbackHTTP.get(path, port: port, bearer: key.value, clock: clock)
    }
}
