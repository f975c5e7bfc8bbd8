internal import Synchronization

/// The one replacement of a stale connection that a call may make without using up a retry.
///
/// A server that closes kept connections after it has read their requests would otherwise see one call as often as there are
/// connections in the pool.
final class ConnectionReplacement: Sendable {
    private let used = Atomic(false)

    /// Whether it has been used; the call's requests go over new connections from then on.
    var isUsed: Bool { used.load(ordering: .relaxed) }

    /// Uses it.
    ///
    /// - Returns: False when it had been used already.
    func use() -> Bool { !used.exchange(true, ordering: .relaxed) }
}
