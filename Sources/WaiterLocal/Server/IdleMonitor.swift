/// Determines when a server has been idle long enough to be stopped.
///
/// This type does not use clocks or sockets. The caller provides the time and the observations.
struct IdleMonitor: Sendable {
    /// A sample of the server's counters.
    struct Sample: Equatable, Sendable {
        /// A value that changes whenever the server does any work.
        var work: String
        /// Whether a request is in progress.
        var isBusy: Bool
        /// A value that changes whenever a process announces that it will use the server.
        var lease: Int64
    }

    enum Observation: Sendable {
        case sample(Sample)
        /// The server did not respond in time.
        case unanswered
    }

    enum Verdict: Equatable, Sendable {
        /// The server should keep running and should be checked again after the given time.
        case stay(lookAgainIn: Duration)
        case stop
    }

    /// The maximum time that a busy server can be unresponsive, for example while it is processing a long prompt.
    static let longestSilence = Duration.seconds(1800)

    let timeout: Duration
    let pollInterval: Duration
    private var lastSample: Sample?
    private var lastUse: Duration
    private var silentSince: Duration?

    /// Creates a monitor whose idle time starts now.
    ///
    /// All times are relative to a starting point chosen by the caller.
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
            // The first sample is used only for comparison, because the initial values of the counters do not indicate
            // that the server has been used.
            let isUse = sample.isBusy || (lastSample.map { $0 != sample } ?? false)
            if isUse { lastUse = now }
            lastSample = sample
        }
        let remaining = lastUse + timeout - now
        return remaining <= .zero ? .stop : .stay(lookAgainIn: min(pollInterval, remaining))
    }

    /// Overrides a decision to stop, because a process is about to use the server.
    mutating func extend(at now: Duration) {
        lastUse = now
    }
}
