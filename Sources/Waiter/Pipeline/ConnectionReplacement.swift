internal import Synchronization

/// The single replacement of a stale connection that a call may make; it does not count as a retry.
///
/// Without this limit, a server that closes kept-alive connections after reading their requests would receive the same
/// call once per pooled connection.
final class ConnectionReplacement: Sendable {
    private let used: Atomic<Bool>

    /// Creates a replacement.
    ///
    /// - Parameter isUsed: Whether the replacement counts as used, so that the call begins with a new connection.
    init(isUsed: Bool = false) {
        used = Atomic(isUsed)
    }

    /// Whether the replacement was used; the call's requests use new connections from then on.
    var isUsed: Bool { used.load(ordering: .relaxed) }

    /// Uses the replacement.
    ///
    /// - Returns: False if it was used before.
    func use() -> Bool { !used.exchange(true, ordering: .relaxed) }
}
