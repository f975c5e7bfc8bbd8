internal import Synchronization
internal import WaiterLocal

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Lets Ctrl-C end the answer that is being written, and SIGTERM the chat.
final class ChatInterrupts: Sendable {
    private struct State {
        /// Stops what is being answered.
        var stop: (@Sendable () -> Void)?
        var isStopping = false
        var ending: Int32?
    }

    private let state = Mutex(State())

    /// The signal that ended the chat; nil when none did.
    var ending: Int32? { state.withLock { $0.ending } }

    /// Runs a chat that these signals reach.
    ///
    /// - Throws: `Interrupts.Interruption` when a signal ended it, else what the work throws.
    func watching<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
        let signals = TerminationSignals.stream()
        let task = Task(operation: work)
        let listener = Task {
            for await signal in signals {
                switch note(signal) {
                case .nothing: break
                case .stop(let stop): stop()
                case .end: task.cancel()
                case .exit:
                    TerminalMode.restore()
                    _exit(128 + signal)
                }
            }
        }
        defer { listener.cancel() }
        do {
            return try await task.value
        } catch {
            if let ending { throw Interrupts.Interruption(signal: ending) }
            throw error
        }
    }

    /// Runs something that the first Ctrl-C stops.
    ///
    /// - Throws: What it throws; `CancellationError` when it was stopped.
    func stoppable<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
        let task = Task(operation: work)
        state.withLock { state in
            state.stop = { task.cancel() }
            state.isStopping = false
        }
        defer { state.withLock { $0.stop = nil } }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    private enum Action {
        case nothing, end, exit
        case stop(@Sendable () -> Void)
    }

    private func note(_ signal: Int32) -> Action {
        state.withLock { state in
            if state.ending != nil { return .exit }
            if signal == SIGINT {
                // At the prompt Ctrl-C is a key; elsewhere there may be nothing to stop just now.
                guard let stop = state.stop else { return .nothing }
                if state.isStopping { return .exit }
                state.isStopping = true
                return .stop(stop)
            }
            state.ending = signal
            return .end
        }
    }
}
