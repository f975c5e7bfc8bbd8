internal import Synchronization
internal import Waiter
internal import WaiterBulk
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterTerminal

/// The progress of a run. On a terminal, the progress is a single line that is rewritten. Otherwise, one line is
/// printed per minute.
final class BatchProgress: Sendable {
    private struct State {
        var ended: Int
        var failed: Int
        /// The number of results that this invocation has produced.
        var results = 0
        var spent: Int64
        var hasUnknownCost = false
        var lastLine: Duration
        /// The number of requests that the provider has processed in each batch, keyed by batch ID. The number for a
        /// finished batch is 0.
        var processed: [String: Int] = [:]
    }

    private let console: Console
    private let total: Int
    private let now: @Sendable () -> Duration
    private let start: Duration
    private let state: Mutex<State>

    /// Creates a run's progress from its status at the start of this invocation.
    init(_ run: BulkStatus, _ console: Console, now: @escaping @Sendable () -> Duration) {
        (self.console, self.now, total) = (console, now, run.total)
        start = now()
        state = Mutex(
            State(ended: run.ended, failed: run.count(.failed), spent: run.spent.picodollars, lastLine: start)
        )
    }

    /// Counts a result.
    func count(_ result: BulkResult, _ settlement: BulkSettlement) {
        state.withLock { state in
            state.ended += 1
            state.results += 1
            if result.state == .failed { state.failed += 1 }
            if let cost = settlement.cost {
                state.spent = state.spent.addingReportingOverflow(cost.picodollars).partialValue
            } else {
                state.hasUnknownCost = true
            }
        }
    }

    /// Records the progress of one of the provider's batches and reports new batches.
    func note(_ batch: BatchObject) {
        let isNew = state.withLock { state in
            let counts = batch.requestCounts
            let processed = batch.status.isFinal ? 0 : (counts?.completed ?? 0) + (counts?.failed ?? 0)
            return state.processed.updateValue(processed, forKey: batch.id) == nil
        }
        if isNew {
            console.notice(TerminalText.line("waiter: waiting for batch \(batch.id) (\(batch.status.rawValue))"))
        }
    }

    /// Shows the progress if an update is due. This method is called about four times per second.
    func tick() {
        guard !console.isQuiet else { return }
        let line = state.withLock { state -> String? in
            guard !console.showsChangingLines else { return text(state) }
            guard now() - state.lastLine >= .seconds(60) else { return nil }
            state.lastLine = now()
            return text(state)
        }
        guard let line else { return }
        if console.showsChangingLines { console.error.rewriteLine(line) } else { console.say("waiter: \(line)") }
    }

    /// Erases the line on a terminal.
    func end() {
        if console.showsChangingLines { console.error.rewriteLine("") }
    }

    private func text(_ state: State) -> String {
        let elapsed = max(0.001, (now() - start) / .seconds(1))
        let rate = Double(state.results) / elapsed
        var parts = ["\(Self.bar(state.ended, total)) \(state.ended) of \(total)"]
        parts.append("\(Int(rate.rounded()))/s")
        parts.append((state.hasUnknownCost ? "at least " : "") + Dollars(picodollars: state.spent).shortText)
        if rate > 0, state.ended < total, elapsed > 1 {
            let left = min(Double(total - state.ended) / rate, 1e9)
            parts.append("\(Duration.seconds(Int64(left) + 1).shortText) left")
        }
        let processed = state.processed.values.reduce(0, +)
        if processed > 0 { parts.append("\(processed) processed by the provider") }
        if state.failed > 0 { parts.append("\(state.failed) failed") }
        return parts.joined(separator: ", ")
    }

    /// Returns a bar of twenty characters with the percentage.
    static func bar(_ ended: Int, _ total: Int) -> String {
        guard total > 0 else { return "" }
        let filled = min(20, ended * 20 / total)
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
        return "[\(bar)] \(ended * 100 / total)%"
    }
}
