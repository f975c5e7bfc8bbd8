/// The deadline that a call exceeded.
public struct DeadlineKind: Hashable, Sendable, CustomStringConvertible {
    private enum Value: String { case connect, firstContent, idle, total }

    private let value: Value

    /// The connection was not established in time.
    public static let connect = DeadlineKind(value: .connect)
    /// No content was received in time.
    public static let firstContent = DeadlineKind(value: .firstContent)
    /// No data could be received or sent for too long.
    public static let idle = DeadlineKind(value: .idle)
    /// The whole call took too long, including retries and delays.
    public static let total = DeadlineKind(value: .total)

    /// The name of the deadline, as used in `Timeouts`.
    public var description: String { value.rawValue }
}
