internal import Synchronization

/// The replacement of a stale connection. Each call is allowed one replacement, which does not count as a retry.
///
/// Without this limit, a server that closes keep-alive connections after reading the request would receive the same
/// request once per pooled connection.
final class ConnectionReplacement: Sendable {
    private let used: Atomic<Bool>

    /// Creates a replacement.
    ///
    /// - Parameter isUsed: Whether to mark the replacement as used from the start. If so, the first request of the call
    ///   uses a new connection.
    init(isUsed: Bool = false) {
        used = Atomic(isUsed)
    }

    /// Whether the replacement has been used. If so, the call's requests use new connections.
    var isUsed: Bool { used.load(ordering: .relaxed) }

    /// Marks the replacement as used.
    ///
    /// - Returns: Whether the replacement was still available.
    func use() -> Bool { !used.exchange(true, ordering: .relaxed) }
}
