internal import WaiterTerminal

/// Shows the progress of a scan on a terminal, unless the results are printed there.
struct ScanProgress: Sendable {
    private static let delay = Duration.seconds(1)
    /// The number of files between progress updates. The interval avoids reading the clock for every small file.
    private static let step = 64

    private let console: Console
    private let clock: CommandClock
    private let begin: Duration
    private var isSilent = false

    init(_ console: Console, _ clock: CommandClock) {
        self.console = console
        self.clock = clock
        begin = clock.now()
    }

    func start(_ label: String) {
        if !isSilent { console.startSpinner(label) }
    }

    func show(_ number: Int, of total: Int) {
        guard !isSilent, number % Self.step == 0, isLate else { return }
        console.startSpinner("\(number) of \(total) files scanned (\(number * 100 / max(total, 1))%)")
    }

    /// Stops progress output if results are printed to a terminal.
    mutating func end() {
        guard console.output.isTerminal else { return }
        isSilent = true
        console.stopSpinner()
    }

    private var isLate: Bool { clock.now() - begin > Self.delay }
}
