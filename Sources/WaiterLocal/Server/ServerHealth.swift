/// Asks a server whether it has loaded its model.
enum ServerHealth {
    /// Whether the server on this port answers that it is ready.
    static func isReady(port: Int, clock: any Clock<Duration>) async -> Bool {
        (try? await LoopbackHTTP.get("/health", port: port, clock: clock))?.status == 200
    }
}
