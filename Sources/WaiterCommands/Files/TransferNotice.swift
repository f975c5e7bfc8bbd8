internal import Waiter
internal import WaiterTerminal

/// Shows the progress of an upload or download on a terminal.
struct TransferNotice: Sendable {
    private let text: String
    private let console: Console
    private let line: ProgressLine

    init(_ text: String, _ console: Console, _ clock: CommandClock) {
        (self.text, self.console) = (TerminalText.line(text), console)
        line = ProgressLine(console, now: clock.now)
    }

    func show(_ progress: TransferProgress) {
        guard console.showsChangingLines else { return }
        console.stopSpinner()
        line.show(text, completed: Int64(progress.completed), total: progress.total.map { Int64($0) })
    }

    /// Erases the progress.
    func end() { line.end() }
}
