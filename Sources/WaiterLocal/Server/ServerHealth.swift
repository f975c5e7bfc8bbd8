/// Checks whether a server has loaded its model, and whether it requires its key.
enum ServerHealth {
    /// Whether the server reports that it is ready. The listener must belong to this user: any process can report that.
    static func isReady(_ access: ServerAccess, clock: any Clock<Duration>) async -> Bool {
        (try? await access.get("/health", clock: clock))?.status == 200
    }

    /// Whether the server rejects a request without the key; nil if it does not answer.
    static func wantsKey(_ access: ServerAccess, clock: any Clock<Duration>) async -> Bool? {
        (try? await LoopbackHTTP.get("/props", port: access.port, clock: clock)).map { $0.status == 401 }
    }
}
