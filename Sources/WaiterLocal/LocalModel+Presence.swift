internal import WaiterPlatform

extension LocalModel {
    /// Whether there is a server, as far as the files and the kernel tell.
    enum Presence: Equatable {
        case none
        /// A supervisor lives and its server does not answer yet.
        case starting(processID: Int32)
        case ready(ServerState)
    }

    /// Finds the server through files of this user in a directory of this user, and the kernel's word.
    ///
    /// Nothing that answers on a port is believed: the directory and the state file must be ones that no other user can
    /// write to, the lock must be held by the process that the state names, and that process must have started when the
    /// state says, since numbers of processes are used again.
    func presence() -> Presence {
        guard OwnFile.defect(ofDirectory: layout.directory) == nil,
            let holder = ProcessLock.holder(of: layout.serverLock)
        else { return .none }
        guard let state = ServerState.read(from: layout.stateFile), state.phase == .ready, state.processID == holder,
            state.isWriterAlive
        else { return .starting(processID: holder) }
        return .ready(state)
    }

    /// The name under which a question would be answered, and whether its server runs; nil without a whole installation.
    ///
    /// Looks at files only, unlike `status()`.
    package var knownModel: (name: String, isRunning: Bool)? {
        if let server = runningServer { return (server.model, true) }
        return installation.isModelInstalled && installation.engine() != nil ? (Pins.modelName, false) : nil
    }

    /// The tokens that the context of the running server has; nil when none runs, or it does not tell.
    package var runningContextSize: Int? {
        guard case .ready(let state) = presence() else { return nil }
        return state.contextSize
    }

    /// The server that runs; nil when none does. Looks at files and at the kernel's list of listeners only.
    package var runningServer: RunningServer? {
        guard case .ready(let state) = presence(), Listeners.areOurs(onPort: state.port) else { return nil }
        return state.runningServer(logFile: layout.logFile)
    }

    func isReady(_ state: ServerState) async -> Bool {
        guard let access = state.access else { return false }
        return await ServerHealth.isReady(access, clock: machine.clock)
    }
}
