/// Checks whether a port on 127.0.0.1 is free. The check runs before anything is started, and rejects a port that is
/// already in use.
enum PortChoice {
    /// Returns whether a port is currently free. Even if the port is free, the engine might be unable to bind it later.
    static func isFree(_ port: Int) async -> Bool {
        guard bindable(port) else { return false }
        // If a process is listening on all addresses, it can still be possible to bind 127.0.0.1. This function
        // therefore also checks that connections to the port are refused.
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
