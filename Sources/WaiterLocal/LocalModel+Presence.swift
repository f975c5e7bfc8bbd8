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

    /// The name under which a question would be answered, and whether its server runs; nil without a whole installation.
    ///
    /// Looks at files only, unlike `status()`.
    package var knownModel: (name: String, isRunning: Bool)? {
        if case .ready(let state) = presence() { return (state.model, true) }
        return installation.isModelInstalled && installation.engine() != nil ? (Pins.modelName, false) : nil
    }

    /// The tokens that the context of the running server has; nil when none runs, or it does not tell.
    package var runningContextSize: Int? {
        guard case .ready(let state) = presence() else { return nil }
        return state.contextSize
    }

    /// The base URL of the server that runs; nil when none does.
    package var runningAddress: String? {
        guard case .ready(let state) = presence() else { return nil }
        return state.runningServer(logFile: layout.logFile).baseURL
    }

    func isReady(_ state: ServerState) async -> Bool {
        await ServerHealth.isReady(port: state.port, clock: machine.clock)
    }
}
