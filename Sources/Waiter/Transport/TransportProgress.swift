/// How a transport says where a request is, so that the right deadline applies.
public struct TransportProgress: Sendable {
    /// Where a request is.
    package enum Phase: Sendable {
        case queued, connecting, uploading, sent
    }

    private let report: @Sendable (Phase) -> Void

    package init(_ report: @escaping @Sendable (Phase) -> Void) {
        self.report = report
    }

    /// Returns the same progress, which also tells a meter when the request is on its way.
    func noting(onSent: @escaping @Sendable () -> Void) -> TransportProgress {
        TransportProgress { [report] phase in
            switch phase {
            case .sent, .uploading: onSent()
            case .queued, .connecting: break
            }
            report(phase)
        }
    }

    /// The request waits for a connection to become free: only the total deadline applies.
    public func isQueued() { report(.queued) }

    /// A connection is being made: the connect deadline applies.
    public func isConnecting() { report(.connecting) }

    /// The request is being written: the idle deadline applies, and begins anew with each part of the body.
    public func isUploading() { report(.uploading) }

    /// The last byte of the request has been written: the idle and first-content deadlines apply from now on.
    public func isSent() { report(.sent) }
}
