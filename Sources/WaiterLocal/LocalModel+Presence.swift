extension LocalModel {
    /// Whether there is a server, as far as the files and the kernel tell.
    enum Presence: Equatable {
        case none
        /// A supervisor lives and its server does not answer yet.
        case starting(processID: Int32)
        case ready(ServerState)
    }

    /// Only the kernel's word counts for "a supervisor lives": a state file may be left from one that was killed, and
    /// its process id may belong to another program by now.
    func presence() -> Presence {
        guard let holder = ProcessLock.holder(of: layout.serverLock) else { return .none }
        guard let state = ServerState.read(from: layout.stateFile), state.phase == .ready, state.processID == holder
        else { return .starting(processID: holder) }
        return .ready(state)
    }

    func isHealthy(port: Int) async -> Bool {
        (try? await LoopbackHTTP.get("/health", port: port))?.status == 200
    }
}
