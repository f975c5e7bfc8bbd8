internal import WaiterPlatform

/// A state machine that controls the number of concurrent calls. It has no clock, so the caller passes the current
/// time.
///
/// The number of concurrent calls starts low. It increases by one after each round of successful calls, and is halved
/// when the server is overloaded. A delay requested in one response applies to all calls. After too many consecutive
/// failures that affect the whole server, the run ends, so that the rows do not use up their attempts.
struct BulkPace {
    /// The current maximum number of concurrent calls.
    private(set) var concurrency: Int
    private let maximum: Int
    /// The time before which no call starts.
    private(set) var pausedUntil: Duration = .zero
    /// The time before which the concurrency does not grow.
    private var growsFrom: Duration = .zero
    private var successes = 0
    private var backoff = initialBackoff
    /// The number of overload and connection failures since the last success.
    private(set) var setbacks = 0

    private static let initialBackoff: Duration = .seconds(1)
    private static let maxBackoff: Duration = .seconds(60)
    /// The number of consecutive failures after which the server is considered unavailable.
    static let maxSetbacks = 30
    /// The number of consecutive failures that are attributed to individual rows before all rows are slowed down.
    static let toleratedStumbles = 3

    init(maximum: Int) {
        self.maximum = max(1, maximum)
        concurrency = min(self.maximum, 4)
    }

    /// Whether enough consecutive failures have occurred to stop the run.
    var isHopeless: Bool { setbacks >= Self.maxSetbacks }

    /// Returns the time to wait before the next call starts.
    func delay(at now: Duration) -> Duration { max(.zero, pausedUntil - now) }

    mutating func succeed(at now: Duration) {
        (setbacks, backoff) = (0, Self.initialBackoff)
        guard now >= growsFrom, concurrency < maximum else { return }
        successes += 1
        if successes >= concurrency { (concurrency, successes) = (concurrency + 1, 0) }
    }

    /// Counts a failure that may affect only one row. All rows are slowed down after several consecutive failures, or
    /// if the server requests a delay.
    mutating func stumble(for delay: Duration?, at now: Duration) {
        if delay == nil, setbacks < Self.toleratedStumbles {
            setbacks += 1
        } else {
            slowDown(for: delay, at: now)
        }
    }

    /// Slows down after the server was overloaded or could not be reached.
    ///
    /// - Parameters:
    ///   - delay: The delay requested by the server, or `nil` to back off exponentially.
    ///   - now: The current time.
    mutating func slowDown(for delay: Duration?, at now: Duration) {
        setbacks += 1
        // Several concurrent calls can report the same overload. The number of concurrent calls is halved only once for
        // such an overload.
        let isNew = now >= pausedUntil
        if let delay { pausedUntil = max(pausedUntil, now + min(delay, .seconds(600))) }
        guard isNew else { return }
        if delay == nil {
            pausedUntil = now + backoff
            backoff = min(backoff * 2, Self.maxBackoff)
        }
        (concurrency, successes) = (max(1, concurrency / 2), 0)
        growsFrom = pausedUntil + .seconds(5)
    }
}
