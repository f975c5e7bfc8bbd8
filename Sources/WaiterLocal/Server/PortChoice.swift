/// Checks whether a port on 127.0.0.1 is free, so that a port in use is rejected before anything is started.
enum PortChoice {
    /// Returns whether a port is currently free. The engine may still be unable to bind it.
    static func isFree(_ port: Int) async -> Bool {
        guard bindable(port) else { return false }
        // A listener on all addresses does not always prevent binding 127.0.0.1, so check whether anything responds
        // there.
        do {
            _ = try await LoopbackHTTP.get("/health", port: port, timeout: .milliseconds(250))
            return false
        } catch LoopbackHTTP.Failure.refused {
            return true
        } catch {
            return false
        }
    }

    private static func bindable(_ port: Int) -> Bool {
        guard let socket = LoopbackSocket() else { return false }
        return socket.bind(port: port) != nil
    }
}
