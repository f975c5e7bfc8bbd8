/// Decides when a server has been idle long enough to be stopped.
///
/// It has no access to clocks or sockets.
struct IdleMonitor: Sendable {
    /// A sample of the server's counters.
    struct Sample: Equatable, Sendable {
        /// A value that changes whenever the server has done any work.
        var work: String
        /// Whether a request is in progress.
        var isBusy: Bool
        /// A value that changes whenever a process has announced that it will use the server.
        var lease: Int64
    }

    enum Observation: Sendable {
        case sample(Sample)
        /// The server did not respond in time.
        case unanswered
    }

    enum Verdict: Equatable, Sendable {
        /// The server should keep running and be checked again within the given time.
        case stay(lookAgainIn: Duration)
        case stop
    }

    /// The maximum time that a busy server may be unresponsive, for example while it processes a long prompt.
    static let longestSilence = Duration.seconds(1800)

    let timeout: Duration
    let pollInterval: Duration
    private var lastSample: Sample?
    private var lastUse: Duration
    private var silentSince: Duration?

    /// Creates a monitor whose idle time starts now.
    ///
    /// All times are relative to a fixed starting point that the caller chooses.
    init(timeout: Duration, startingAt now: Duration) {
        self.timeout = timeout
        pollInterval = min(.seconds(5), max(timeout / 4, .milliseconds(20)))
        lastUse = now
    }

    mutating func observe(_ observation: Observation, at now: Duration) -> Verdict {
        switch observation {
        case .unanswered:
            let since = silentSince ?? now
            silentSince = since
            guard now - since < max(Self.longestSilence, timeout) else { return .stop }
            lastUse = now
        case .sample(let sample):
            silentSince = nil
            // The first sample is only a baseline, since the initial counters do not indicate use.
            let isUse = sample.isBusy || (lastSample.map { $0 != sample } ?? false)
            if isUse { lastUse = now }
            lastSample = sample
        }
        let remaining = lastUse + timeout - now
        return remaining <= .zero ? .stop : .stay(lookAgainIn: min(pollInterval, remaining))
    }

    /// Reverts a decision to stop, because a process is about to use the server.
    mutating func extend(at now: Duration) {
        lastUse = now
    }
}
