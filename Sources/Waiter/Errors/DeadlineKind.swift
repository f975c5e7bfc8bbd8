/// The deadline that a call exceeded.
public struct DeadlineKind: Hashable, Sendable, CustomStringConvertible {
    private enum Value: String { case connect, firstContent, idle, total }

    private let value: Value

    /// The connection was not established before the deadline.
    public static let connect = DeadlineKind(value: .connect)
    /// No content was received before the deadline.
    public static let firstContent = DeadlineKind(value: .firstContent)
    /// No data was received or sent for longer than the idle timeout.
    public static let idle = DeadlineKind(value: .idle)
    /// The whole call, including retries and delays, took too long.
    public static let total = DeadlineKind(value: .total)

    /// The name of the deadline, as used in `Timeouts`.
    public var description: String { value.rawValue }
}
