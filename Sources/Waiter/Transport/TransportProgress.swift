/// The receiver of a transport's progress reports, which determine the applicable deadline.
public struct TransportProgress: Sendable {
    /// The phase of a request.
    package enum Phase: Sendable {
        case queued, connecting, uploading, sent
    }

    private let report: @Sendable (Phase) -> Void

    package init(_ report: @escaping @Sendable (Phase) -> Void) {
        self.report = report
    }

    /// Reports that the request is waiting for a free connection. Only the total deadline applies.
    public func isQueued() { report(.queued) }

    /// Reports that a connection is being established. The connect deadline applies.
    public func isConnecting() { report(.connecting) }

    /// Reports that the request is being written. The idle deadline applies and is reset by each part of the body.
    public func isUploading() { report(.uploading) }

    /// Reports that the whole request has been written. The idle and first-content deadlines apply from now on.
    public func isSent() { report(.sent) }
}
