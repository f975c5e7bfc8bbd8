/// Health checks for a server: whether it has loaded its model, and whether it requires its key.
enum ServerHealth {
    /// Returns whether the server reports that it is ready. The listener must belong to this user, because any process could send
    /// such a report.
    static func isReady(_ access: ServerAccess, clock: any Clock<Duration>) async -> Bool {
        (try? await access.get("/health", clock: clock))?.status == 200
    }

    /// Returns whether the server rejects a request without the key, or `nil` if it does not respond.
    static func wantsKey(_ access: ServerAccess, clock: any Clock<Duration>) async -> Bool? {
        for path in ["/props", "/slots", "/metrics", "/tokenize"] {
            guard let answer = try? await LoopbackHTTP.get(path, port: access.port, clock: clock) else { return nil }
            // A server may lack or disable all of these paths except the first.
            if path == "/props" ? answer.status != 401 : (200...299).contains(answer.status) { return false }
        }
        return true
    }
}
