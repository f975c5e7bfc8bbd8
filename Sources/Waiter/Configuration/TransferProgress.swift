/// The progress of an upload or download.
public struct TransferProgress: Sendable, Hashable {
    /// The direction of a transfer.
    public enum Direction: Sendable, Hashable {
        case upload, download
    }

    /// The direction.
    public let direction: Direction
    /// The bytes that have been transferred.
    public let completed: Int
    /// The bytes in total; nil when that is unknown.
    public let total: Int?

    /// Creates a progress.
    public init(_ direction: Direction, completed: Int, total: Int?) {
        self.direction = direction
        self.completed = completed
        self.total = total
    }
}
