/// The intervals at which to poll an object on the server until it is finished, and the deadline for it.
public struct PollingPolicy: Sendable, Hashable {
    /// The first interval, which doubles up to `maxInterval`.
    public var interval: Duration
    /// The longest interval.
    public var maxInterval: Duration
    /// The time after which waiting fails with code `.timeout`; unlimited if `nil`.
    public var deadline: Duration?

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - interval: The first interval, which doubles up to `maxInterval`.
    ///   - maxInterval: The longest interval.
    ///   - deadline: The time after which waiting fails; unlimited if `nil`.
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
