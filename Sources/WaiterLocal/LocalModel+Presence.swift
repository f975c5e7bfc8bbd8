internal import WaiterPlatform

extension LocalModel {
    /// The state of a server, as determined by reading its files and querying the kernel.
    enum Presence: Equatable {
        case none
        /// A supervisor is running, but its server is not responding yet.
        case starting(processID: Int32)
        case ready(ServerState)
    }

    /// Determines the state of the server by reading this user's files and querying the kernel.
    ///
    /// It is not enough for a process to listen on the port. The directory and the state file must not be writable by
    /// other users, and the process specified in the state file must hold the lock. Because process IDs are reused, the
    /// start time of the process must match the start time in the file.
    func presence() -> Presence {
        guard OwnFile.defect(ofDirectory: layout.directory) == nil,
            let holder = ProcessLock.holder(of: layout.serverLock)
        else { return .none }
        guard let state = ServerState.read(from: layout.stateFile), state.phase == .ready, state.processID == holder,
            state.isWriterAlive
        else { return .starting(processID: holder) }
        return .ready(state)
    }

    /// The name of the model that would answer a question and whether its server is running. The value is `nil` if no
    /// server is running and the installation is incomplete.
    ///
    /// Unlike `status()`, this property does not send a request to the server.
    package var knownModel: (name: String, isRunning: Bool)? {
        if let server = runningServer { return (server.model, true) }
        return installation.isModelInstalled && installation.engine() != nil ? (Pins.modelName, false) : nil
    }

    /// The size of the running server's context window in tokens. The value is `nil` if no server is running or the
    /// size is unknown.
    package var runningContextSize: Int? {
        guard case .ready(let state) = presence() else { return nil }
        return state.contextSize
    }

    /// The running server, or `nil` if no server is running. The value is determined only from files and kernel tables.
    ///
    /// On Linux, the socket on which the engine listened at startup must still be open in the engine's process.
    package var runningServer: RunningServer? {
        guard case .ready(let state) = presence(), state.access?.isProven == true else { return nil }
        return state.runningServer(logFile: layout.logFile)
    }

    func isReady(_ state: ServerState) async -> Bool {
        guard let access = state.access else { return false }
        return await ServerHealth.isReady(access, clock: machine.clock)
    }
}
