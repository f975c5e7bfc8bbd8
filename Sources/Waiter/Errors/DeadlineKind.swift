/// The deadline of a call that passed.
public struct DeadlineKind: Hashable, Sendable, CustomStringConvertible {
    private enum Value: String { case connect, firstContent, idle, total }

    private let value: Value

    /// The connection was not established in time.
    public static let connect = DeadlineKind(value: .connect)
    /// No content arrived in time.
    public static let firstContent = DeadlineKind(value: .firstContent)
    /// Nothing at all arrived, or could be sent, for too long.
    public static let idle = DeadlineKind(value: .idle)
    /// The whole call, with its retries and pauses, took too long.
    public static let total = DeadlineKind(value: .total)

    /// The deadline's name, as in `Timeouts`.
    public var description: String { value.rawValue }
}
