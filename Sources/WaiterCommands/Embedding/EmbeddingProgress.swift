internal import WaiterPlatform
internal import WaiterTerminal

/// Shows on a terminal how many texts have been embedded.
struct EmbeddingProgress {
    private let console: Console
    private let clock: CommandClock
    private let total: Int
    private let begin: Duration

    init(_ console: Console, _ clock: CommandClock, total: Int) {
        (self.console, self.clock, self.total, begin) = (console, clock, total, clock.now())
        console.startSpinner("embedding \(total) text\(total == 1 ? "" : "s")")
    }

    func show(_ completed: Int) {
        guard completed < total else { return console.stopSpinner() }
        var label = "embedding: \(completed) of \(total) texts (\(completed * 100 / max(total, 1))%)"
        let elapsed = clock.now() - begin
        if completed > 0, elapsed > .seconds(1) {
            let remaining = elapsed * (Double(total - completed) / Double(completed))
            label += ", \(Duration.seconds(remaining.components.seconds + 1).shortText) left"
        }
        console.startSpinner(label)
    }
}
