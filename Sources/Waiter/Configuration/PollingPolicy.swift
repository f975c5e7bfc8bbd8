/// A policy for polling an object on the server until it is finished. The policy specifies the deadline and the
/// intervals between requests.
public struct PollingPolicy: Sendable, Hashable {
    /// The first interval. Each subsequent interval is twice as long, up to `maxInterval`.
    public var interval: Duration
    /// The longest interval.
    public var maxInterval: Duration
    /// The time after which polling fails with a `.timeout` error, or `nil` for no limit.
    public var deadline: Duration?

    /// Creates a polling policy.
    ///
    /// - Parameters:
    ///   - interval: The first interval. Each subsequent interval is twice as long, up to `maxInterval`.
    ///   - maxInterval: The longest interval.
    ///   - deadline: The time after which polling fails, or `nil` for no limit.
    public init(
        interval: Duration = .seconds(1),
        maxInterval: Duration = .seconds(30),
        deadline: Duration? = nil
    ) {
        self.interval = interval
        self.maxInterval = maxInterval
        self.deadline = deadline
    }
}
