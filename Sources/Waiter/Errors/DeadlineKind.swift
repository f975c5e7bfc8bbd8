/// Which of a call's deadlines passed.
public struct DeadlineKind: Hashable, Sendable, CustomStringConvertible {
    private enum Value: String { case connect, firstByte, idle, total }

    private let value: Value

    /// The connection was not made in time.
    public static let connect = DeadlineKind(value: .connect)
    /// The response did not begin in time.
    public static let firstByte = DeadlineKind(value: .firstByte)
    /// Nothing of the answer came for too long after it had begun.
    public static let idle = DeadlineKind(value: .idle)
    /// The whole call, with its retries and pauses, took too long.
    public static let total = DeadlineKind(value: .total)

    /// The deadline's name, as in `Timeouts`.
    public var description: String { value.rawValue }
}
