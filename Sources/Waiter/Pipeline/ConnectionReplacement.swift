internal import Synchronization

/// The single replacement of a stale connection that is allowed per call. It does not count as a retry.
///
/// Without this limit, a server that closes kept-alive connections after reading their requests would receive the same
/// call once per pooled connection.
final class ConnectionReplacement: Sendable {
    private let used: Atomic<Bool>

    /// Creates a replacement.
    ///
    /// - Parameter isUsed: Whether the replacement already counts as used, so that the call begins with a new connection.
    init(isUsed: Bool = false) {
        used = Atomic(isUsed)
    }

    /// Whether the replacement has been used. Once it has, the call's requests use new connections.
    var isUsed: Bool { used.load(ordering: .relaxed) }

    /// Uses the replacement.
    ///
    /// - Returns: Whether the replacement was still available.
    func use() -> Bool { !used.exchange(true, ordering: .relaxed) }
}
