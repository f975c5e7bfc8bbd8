internal import Synchronization
internal import WaiterPlatform

/// Progress output. On a terminal, a single line is rewritten. If the output is not a terminal, a new line is printed
/// from time to time.
package final class ProgressLine: Sendable {
    private struct State {
        var lastTenth = -1
        var lastMessage = ""
        var hasLine = false
        var start: Duration?
        var startBytes: Int64 = 0
    }

    private let console: Console
    private let now: @Sendable () -> Duration
    private let state = Mutex(State())

    /// Creates a progress line.
    ///
    /// - Parameters:
    ///   - console: The console whose standard error shows the progress.
    ///   - now: A closure that returns the time elapsed since a fixed instant.
    package init(_ console: Console, now: @escaping @Sendable () -> Duration) {
        self.console = console
        self.now = now
    }

    /// Shows progress, or only the message if there is no total.
    package func show(_ message: String, completed: Int64, total: Int64?) {
        guard !console.isQuiet else { return }
        state.withLock { state in
            if completed > 0, state.start == nil {
                state.start = now()
                state.startBytes = completed
            }
            if console.showsChangingLines {
                state.hasLine = true
                let remaining = remaining(state, completed, total)
                console.error.rewriteLine(Self.text(message, completed, total, remaining))
                return
            }
            let tenth = total.map { $0 > 0 ? Int(completed * 10 / $0) : 0 } ?? 0
            guard message != state.lastMessage || tenth > state.lastTenth else { return }
            (state.lastMessage, state.lastTenth) = (message, tenth)
            console.say(Self.text(message, completed, total, nil))
        }
    }

    /// Erases the progress line, so that the next output starts on an empty line.
    package func end() {
        state.withLock { state in
            guard state.hasLine else { return }
            state.hasLine = false
            console.error.rewriteLine("")
        }
    }

    private func remaining(_ state: State, _ completed: Int64, _ total: Int64?) -> Duration? {
        guard let total, let start = state.start, completed > state.startBytes, completed < total else { return nil }
        let elapsed = now() - start
        guard elapsed > .seconds(1) else { return nil }
        return elapsed * (Double(total - completed) / Double(completed - state.startBytes))
    }

    private static func text(_ message: String, _ completed: Int64, _ total: Int64?, _ remaining: Duration?) -> String {
        guard let total, total > 0 else { return message }
        let percent = min(100, completed * 100 / total)
        var text = "\(message): \(ByteCount.formatted(completed)) of \(ByteCount.formatted(total)) (\(percent)%)"
        if let remaining { text += ", \(Duration.seconds(remaining.components.seconds + 1).shortText) left" }
        return text
    }
}
