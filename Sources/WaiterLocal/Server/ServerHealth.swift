/// Health checks for a server. The checks determine whether the server has loaded its model and whether it requires its
/// key.
enum ServerHealth {
    /// Returns whether the server reports that it is ready. The response is trusted only if this user's engine is
    /// listening on the port, because any process could send such a response.
    static func isReady(_ access: ServerAccess, clock: any Clock<Duration>) async -> Bool {
        (try? await access.get("/health", clock: clock))?.status == 200
    }

    /// Returns whether the server rejects requests without the key, or `nil` if the server does not respond.
    static func wantsKey(_ access: ServerAccess, clock: any Clock<Duration>) async -> Bool? {
        for path in ["/props", "/slots", "/metrics", "/tokenize"] {
            guard let answer = try? await LoopbackHTTP.get(path, port: access.port, clock: clock) else { return nil }
            // Every server has the `/props` path. The other paths might be missing or disabled.
            if path == "/props" ? answer.status != 401 : (200...299).contains(answer.status) { return false }
        }
        return true
    }
}
