/// Asks a server whether it has loaded its model, and whether it keeps others out.
enum ServerHealth {
    /// Whether the server answers that it is ready; the listener must be this user's, since anybody can say so.
    static func isReady(_ access: ServerAccess, clock: any Clock<Duration>) async -> Bool {
        (try? await access.get("/health", clock: clock))?.status == 200
    }

    /// Whether the server refuses a request without the key; nil when it does not answer.
    static func wantsKey(_ access: ServerAccess, clock: any Clock<Duration>) async -> Bool? {
        (try? await LoopbackHTTP.get("/props", port: access.port, clock: clock)).map { $0.status == 401 }
    }
}
