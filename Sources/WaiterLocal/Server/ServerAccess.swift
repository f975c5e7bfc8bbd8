/// The port and the key of a local server.
struct ServerAccess: Sendable, Hashable {
    var port: Int
    var key: LocalServerKey

    /// Sends a GET request with the key, if the listener belongs to this user.
    ///
    /// - Throws: `LoopbackHTTP.Failure`: `.refused` if another user's process listens there.
    func get(_ path: String, clock: any Clock<Duration>) async throws -> LoopbackHTTP.Answer {
        guard Listeners.areOurs(onPort: port) else { throw LoopbackHTTP.Failure.refused }
        return try await LoopbackHTTP.get(path, port: port, bearer: key.value, clock: clock)
    }
}
