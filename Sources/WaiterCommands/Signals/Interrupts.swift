internal import Synchronization
internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterTerminal

/// Handles Ctrl-C and SIGTERM: the first signal cancels the work, and the second terminates the process.
package enum Interrupts {
    /// Runs work and cancels it when a signal is received.
    ///
    /// - Parameters:
    ///   - work: The work to run.
    ///   - isTaken: A closure that returns whether part of the work has already handled a signal.
    /// - Returns: The result of the work.
    /// - Throws: `Interruption` if a signal stopped the work, or any error thrown by the work.
    package static func cancelling<T: Sendable>(
        _ work: @escaping @Sendable () async throws -> T,
        unless isTaken: @escaping @Sendable (_ signal: Int32) -> Bool = { _ in false }
    ) async throws -> T {
        let received = Mutex<Int32?>(nil)
        // Install the handlers before the work starts, so that no signal is missed.
        let signals = TerminationSignals.stream()
        let task = Task(operation: work)
        let listener = Task {
            for await signal in signals {
                if isTaken(signal) { continue }
                let isFirst = received.withLock { first in
                    defer { first = first ?? signal }
                    return first == nil
                }
                if !isFirst {
                    TerminalMode.restore()
                    ChildGroups.killAll()
                    _exit(128 + signal)
                }
                task.cancel()
            }
        }
        defer { listener.cancel() }
        do {
            return try await task.value
        } catch {
            if let signal = received.withLock({ $0 }) { throw Interruption(signal: signal) }
            throw error
        }
    }

    /// The error that is thrown if a signal stopped the work.
    package struct Interruption: Error {
        package var signal: Int32
    }

    /// Ignores the signals that would terminate the process when a write fails. The write returns an error instead.
    package static func ignoreWriteSignals() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}
