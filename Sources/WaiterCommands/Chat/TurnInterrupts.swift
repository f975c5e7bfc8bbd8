internal import Synchronization
internal import WaiterPlatform

/// A handler for Ctrl-C. It cancels the work in progress instead of ending the chat.
package final class TurnInterrupts: Sendable {
    private struct State {
        var cancel: (@Sendable () -> Void)?
        var count = 0
    }

    /// The number of times that Ctrl-C must be pressed to end the chat while the same work is in progress.
    private static let forcedExitCount = 3

    private let state = Mutex(State())
    private let onIdle: (@Sendable () -> Void)?

    /// Creates an interrupt handler.
    ///
    /// - Parameter onIdle: A closure that is called when Ctrl-C is pressed while no work is in progress. If the closure
    ///   is `nil`, Ctrl-C always ends the chat.
    package init(onIdle: (@Sendable () -> Void)?) {
        self.onIdle = onIdle
    }

    /// Runs work that the user can cancel with Ctrl-C.
    package func running<T: Sendable>(_ work: @escaping @Sendable () async -> T) async -> T {
        let task = state.withLock { state in
            // Start the work while holding the lock, so that Ctrl-C can cancel it from the moment it begins.
            let task = Task(operation: work)
            state = State(cancel: { task.cancel() })
            return task
        }
        defer { state.withLock { $0.cancel = nil } }
        return await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Handles a signal.
    ///
    /// - Returns: Whether the signal was handled, or `false` if the chat should end.
    package func take(_ signal: Int32) -> Bool {
        guard signal == SIGINT, let onIdle else { return false }
        let (cancel, isLast) = state.withLock { state in
            state.count += 1
            return (state.cancel, state.count >= Self.forcedExitCount)
        }
        guard let cancel else {
            onIdle()
            return true
        }
        cancel()
        return !isLast
    }
}
