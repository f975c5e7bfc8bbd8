internal import WaiterTerminal

/// Says how far a scan is, on a terminal, unless results are printed there.
struct ScanProgress: Sendable {
    private static let patience = Duration.seconds(1)
    /// The clock is not asked for each of many small files.
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
        console.startSpinner("\(number) of \(total) files scanned (\(number * 100 / max(total, 1)) %)")
    }

    /// Nothing more is drawn where results are being printed.
    mutating func end() {
        guard console.output.isTerminal else { return }
        isSilent = true
        console.stopSpinner()
    }

    private var isLate: Bool { clock.now() - begin > Self.patience }
}
