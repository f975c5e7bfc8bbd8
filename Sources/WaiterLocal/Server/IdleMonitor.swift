/// Decides when a server has been unused long enough; it knows no clock and no socket, only what it is told.
struct IdleMonitor: Sendable {
    /// What the server's counters looked like at one moment.
    struct Sample: Equatable, Sendable {
        /// Changes whenever the server has done any work.
        var work: String
        /// Whether a request is being answered.
        var isBusy: Bool
        /// Changes whenever someone asked for the server to be there.
        var lease: Int64
    }

    enum Observation: Sendable {
        case sample(Sample)
        /// The server did not answer the question in time.
        case unanswered
    }

    enum Verdict: Equatable, Sendable {
        /// Stay, and look again no later than after this time.
        case stay(lookAgainIn: Duration)
        case stop
    }

    /// A busy server may leave a question unanswered while it reads a long prompt, but not for ever.
    static let longestSilence = Duration.seconds(1800)

    let timeout: Duration
    let pollInterval: Duration
    private var lastSample: Sample?
    private var lastUse: Duration
    private var silentSince: Duration?

    /// Starts the idle time now; all times are counted from a common start that the caller chooses.
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
            // The first sample is only what to compare with: the counters of a fresh server are not a use of it.
            let isUse = sample.isBusy || (lastSample.map { $0 != sample } ?? false)
            if isUse { lastUse = now }
            lastSample = sample
        }
        let remaining = lastUse + timeout - now
        return remaining <= .zero ? .stop : .stay(lookAgainIn: min(pollInterval, remaining))
    }

    /// Takes back a verdict to stop, because someone is asking for the server right now.
    mutating func extend(at now: Duration) {
        lastUse = now
    }
}
