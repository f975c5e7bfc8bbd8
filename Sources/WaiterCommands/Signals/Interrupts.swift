internal import Synchronization
internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterTerminal

/// Lets Ctrl-C and SIGTERM end work in an orderly way: the first one cancels it, a second one ends the process.
package enum Interrupts {
    /// Runs work that a signal cancels.
    ///
    /// - Parameter isTaken: Whether a signal was meant for a part of the work, which then has been told.
    /// - Throws: `Interruption` when a signal came and the work ended by it, else what the work throws.
    package static func cancelling<T: Sendable>(
        _ work: @escaping @Sendable () async throws -> T,
        unless isTaken: @escaping @Sendable (_ signal: Int32) -> Bool = { _ in false }
    ) async throws -> T {
        let received = Mutex<Int32?>(nil)
        // Before the work begins, which a signal must not meet unprepared.
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

    /// A signal ended the work.
    package struct Interruption: Error {
        package var signal: Int32
    }

    /// Turns signals that would kill the process silently into errors of the write that they are about.
    package static func ignoreWriteSignals() {
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
    }
}
