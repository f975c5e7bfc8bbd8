/// How a transport says where a request is, so that the right deadline applies.
public struct TransportProgress: Sendable {
    /// Where a request is.
    package enum Phase: Sendable {
        case queued, connecting, sent
    }

    private let report: @Sendable (Phase) -> Void

    package init(_ report: @escaping @Sendable (Phase) -> Void) {
        self.report = report
    }

    /// The same, which also tells a meter when the request is on its way.
    func noting(_ watch: AttemptWatch) -> TransportProgress {
        TransportProgress { [report] phase in
            if case .sent = phase { watch.noteSent() }
            report(phase)
        }
    }

    /// The request waits for a connection to become free: only the total deadline applies.
    public func isQueued() { report(.queued) }

    /// A connection is being made: the connect deadline applies.
    public func isConnecting() { report(.connecting) }

    /// The request is on its way: the first-byte deadline applies.
    public func isSent() { report(.sent) }
}
