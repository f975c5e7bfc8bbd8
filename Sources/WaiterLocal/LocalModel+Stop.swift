internal import WaiterPlatform

extension LocalModel {
    /// Stops the server and waits until it has exited. Returns whether a server was running.
    ///
    /// A server that is still starting is also stopped.
    ///
    /// - Throws: `LocalModelError` with code `.stopFailed` if the server has not exited after 15 seconds, or
    ///   `CancellationError`.
    public func stop() async throws -> Bool {
        // The start lock is not acquired, because the process that holds it may be waiting for the server to start.
        try await stopHoldingLock()
    }

    func stopHoldingLock() async throws -> Bool {
        // Never terminate a process on the basis of an untrusted file.
        guard OwnFile.defect(ofDirectory: layout.directory) == nil else { return false }
        guard let processID = ProcessLock.holder(of: layout.serverLock), processID > 1 else { return false }
        guard kill(processID, SIGTERM) == 0 || errno == ESRCH else { throw LocalModelError.stopFailed(processID) }
        let elapsed = machine.clock.stopwatch()
        while ProcessLock.holder(of: layout.serverLock) == processID {
            guard elapsed() < .seconds(15) else { throw LocalModelError.stopFailed(processID) }
            try await machine.clock.sleep(for: .milliseconds(20))
        }
        return true
    }
}
