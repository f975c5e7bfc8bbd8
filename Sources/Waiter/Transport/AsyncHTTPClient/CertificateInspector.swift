internal import HTTPTypes
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import WaiterPlatform

/// Determines why a server's certificate was rejected. The TLS library itself does not report the reason.
///
/// The inspector connects again, inspects the certificates, and disconnects before the handshake is complete. No
/// request is sent.
enum CertificateInspector {
    private static let limit = TimeAmount.seconds(5)

    /// Returns a description of the cause, or `nil` if it cannot be determined within 5 s.
    static func reason(for head: HTTPRequest, on eventLoop: any EventLoop) async -> String? {
        guard let address = try? BaseURL("https://\(head.authority ?? "")"),
            let certificates = try? await certificates(of: address, on: eventLoop)
        else { return nil }
        return reason(certificates, now: time(nil))
    }

    private static func reason(_ certificates: [NIOSSLCertificate], now: time_t) -> String? {
        guard let first = certificates.first else { return nil }
        if let expired = certificates.first(where: { $0.notValidAfter < now }) {
            return "TLS: the server's certificate expired on \(date(expired.notValidAfter))"
        }
        if first.notValidBefore > now {
            return
                "TLS: the server's certificate is not valid before \(date(first.notValidBefore)); check the clock"
        }
        return "TLS: the server's certificate was issued by an unknown authority"
    }

    private static func date(_ time: time_t) -> String { "\(CivilDate(milliseconds: Int64(time) * 1000))" }

    private static func certificates(of address: BaseURL, on eventLoop: any EventLoop) async throws
        -> [NIOSSLCertificate]
    {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        let context = try NIOSSLContext(configuration: configuration)
        let name = IPAddress.bytes(of: address.host) == nil ? address.host : nil
        let found = eventLoop.makePromise(of: [NIOSSLCertificate].self)
        let bootstrap = ClientBootstrap(group: eventLoop).connectTimeout(limit).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let inspect: NIOSSLCustomVerificationCallback = { certificates, verified in
                    found.succeed(certificates)
                    verified.succeed(.failed)
                }
                let handler = try NIOSSLClientHandler(
                    context: context,
                    serverHostname: name,
                    customVerificationCallback: inspect
                )
                try channel.pipeline.syncOperations.addHandler(handler)
            }
        }
        let connection = bootstrap.connect(host: address.host, port: address.effectivePort)
        let timeout = eventLoop.scheduleTask(in: limit) { found.fail(ChannelError.connectTimeout(limit)) }
        connection.whenFailure { found.fail($0) }
        connection.whenSuccess { $0.closeFuture.whenComplete { _ in found.fail(ChannelError.eof) } }
        found.futureResult.whenComplete { _ in
            timeout.cancel()
            connection.whenSuccess { $0.close(mode: .all, promise: nil) }
        }
        return try await found.futureResult.get()
    }
}
