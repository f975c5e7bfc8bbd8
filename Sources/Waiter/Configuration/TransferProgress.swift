/// The progress of an upload or download.
public struct TransferProgress: Sendable, Hashable {
    /// The direction of a transfer.
    public enum Direction: Sendable, Hashable {
        case upload, download
    }

    /// The direction of the transfer.
    public let direction: Direction
    /// The number of bytes transferred so far.
    public let completed: Int
    /// The total number of bytes, or `nil` if it is unknown.
    public let total: Int?

    /// Creates a progress value.
    public init(_ direction: Direction, completed: Int, total: Int?) {
        self.direction = direction
        self.completed = completed
        self.total = total
    }
}
