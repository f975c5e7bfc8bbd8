/// The intervals at which a response in the background is retrieved until it is finished.
public struct ResponsePolling: Sendable, Hashable {
    /// The first interval, which doubles up to `maxInterval`.
    public var interval: Duration
    /// The longest interval.
    public var maxInterval: Duration
    /// The time after which waiting fails with code `.timeout`; unlimited when `nil`.
    public var deadline: Duration?
    /// Whether the response is cancelled on the server if the waiting task is cancelled.
    public var cancelsOnServer: Bool

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - interval: The first interval, which doubles up to `maxInterval`.
    ///   - maxInterval: The longest interval.
    ///   - deadline: The time after which waiting fails; unlimited when `nil`.
    ///   - cancelsOnServer: Whether the response is cancelled on the server if the waiting task is cancelled.
    public init(
        interval: Duration = .seconds(1),
        maxInterval: Duration = .seconds(15),
        deadline: Duration? = nil,
        cancelsOnServer: Bool = true
    ) {
        self.interval = interval
        self.maxInterval = maxInterval
        self.deadline = deadline
        self.cancelsOnServer = cancelsOnServer
    }
}
