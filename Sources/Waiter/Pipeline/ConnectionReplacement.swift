internal import Synchronization

/// The one replacement of a stale connection that each call is allowed. The replacement does not count as a retry.
///
/// Without this limit, a server that closes keep-alive connections after reading the request would receive the same
/// request once per pooled connection.
final class ConnectionReplacement: Sendable {
    private let used: Atomic<Bool>

    /// Creates a replacement.
    ///
    /// - Parameter isUsed: Whether the replacement already counts as used, in which case the call starts on a new
    ///   connection.
    init(isUsed: Bool = false) {
        used = Atomic(isUsed)
    }

    /// Whether the replacement has been used. If so, the call's requests use new connections.
    var isUsed: Bool { used.load(ordering: .relaxed) }

    /// Uses the replacement.
    ///
    /// - Returns: Whether the replacement was still available.
    func use() -> Bool { !used.exchange(true, ordering: .relaxed) }
}
