/// Chooses a port on 127.0.0.1.
enum PortChoice {
    /// The port asked for, else the preferred one, else any that is free.
    ///
    /// Throws `portInUse` when a port was asked for and is taken. The port is free at this moment only: that the engine
    /// could bind it is known when the engine answers.
    static func choose(
        asked: Int?,
        preferred: Int = ServerOptions.preferredPort,
        isFree: (Int) async -> Bool = PortChoice.isFree,
        anyFree: () -> Int? = PortChoice.anyFree
    ) async throws -> Int {
        if let asked {
            guard await isFree(asked) else { throw LocalModelError.portInUse(asked) }
            return asked
        }
        if await isFree(preferred) { return preferred }
        guard let port = anyFree() else { throw LocalModelError.portInUse(preferred) }
        return port
    }

    static func isFree(_ port: Int) async -> Bool {
        guard bindable(port) else { return false }
        // A listener on all addresses does not always hinder binding 127.0.0.1, so ask whether anyone answers there.
        do {
            _ = try await LoopbackHTTP.get("/health", port: port, timeout: .milliseconds(250))
            return false
        } catch LoopbackHTTP.Failure.refused {
            return true
        } catch {
            return false
        }
    }

    static func anyFree() -> Int? {
        guard let socket = LoopbackSocket() else { return nil }
        return socket.bind(port: 0)
    }

    private static func bindable(_ port: Int) -> Bool {
        guard let socket = LoopbackSocket() else { return false }
        return socket.bind(port: port) != nil
    }
}
