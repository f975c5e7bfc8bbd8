internal import WaiterPlatform

extension LocalModel {
    /// Stops the server and returns when it has gone; false when none was running.
    ///
    /// A server that is still starting is stopped too.
    ///
    /// - Throws: `LocalModelError.Code.stopFailed` when it has not gone after 15 seconds.
    public func stop() async throws -> Bool {
        // No lock: whoever holds it may be waiting for the very server that is to end.
        try await stopHoldingLock()
    }

    func stopHoldingLock() async throws -> Bool {
        // The process that a foreign file names is not ours to end.
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
