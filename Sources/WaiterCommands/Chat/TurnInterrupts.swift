internal import Synchronization
internal import WaiterPlatform

/// Lets Ctrl-C end what the chat does at the moment, and not the chat.
package final class TurnInterrupts: Sendable {
    private struct State {
        var cancel: (@Sendable () -> Void)?
        var count = 0
    }

    /// After so many in the same work, Ctrl-C ends the chat.
    private static let patience = 3

    private let state = Mutex(State())
    private let onIdle: (@Sendable () -> Void)?

    /// - Parameter onIdle: Called for a Ctrl-C while nothing goes on; without it, Ctrl-C always ends the chat.
    package init(onIdle: (@Sendable () -> Void)?) {
        self.onIdle = onIdle
    }

    /// Runs work that Ctrl-C cancels.
    package func running<T: Sendable>(_ work: @escaping @Sendable () async -> T) async -> T {
        let task = Task(operation: work)
        state.withLock { $0 = State(cancel: { task.cancel() }) }
        defer { state.withLock { $0.cancel = nil } }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Takes a signal.
    ///
    /// - Returns: Whether that was all; false when the chat shall end.
    package func take(_ signal: Int32) -> Bool {
        guard signal == SIGINT, let onIdle else { return false }
        let (cancel, isLast) = state.withLock { state in
            state.count += 1
            return (state.cancel, state.count >= Self.patience)
        }
        guard let cancel else {
            onIdle()
            return true
        }
        cancel()
        return !isLast
    }
}
