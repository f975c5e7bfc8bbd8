internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL
internal import WaiterPlatform

/// Maps errors of the HTTP stack to `TransportError` and `OpenAIError`.
enum AsyncHTTPClientFailure {
    /// The route of a request.
    struct Route: Sendable {
        var proxy: OpenAI.Proxy?
        var isEncrypted: Bool
        var limits: OpenAI.Limits
    }

    /// The error for a request whose client has been shut down.
    static var shutdown: OpenAIError { .clientWasShutDown }

    /// Returns the error for a proxy that requires different credentials.
    static func rejectedCredentials(_ proxy: OpenAI.Proxy?) -> TransportError {
        let name = proxy.map { "the proxy \($0)" } ?? "the proxy"
        return TransportError(.proxy, reason: "\(name) requires valid credentials", isPermanent: true)
    }

    /// Maps an error of the HTTP stack.
    ///
    /// - Parameters:
    ///   - error: The error to map.
    ///   - isSent: Whether a connection was established and the request head was written to it.
    ///   - hasHead: Whether the response head has been received.
    ///   - isCancelled: Whether the request was cancelled by the caller rather than by the client's shutdown.
    ///   - route: The route of the request.
    /// - Returns: A `TransportError`, `OpenAIError` or `CancellationError`, or the original error.
    static func translate(
        _ error: any Error,
        isSent: Bool,
        hasHead: Bool,
        isCancelled: Bool,
        route: Route
    ) -> any Error {
        if let error = error as? HTTPClientError, error == .cancelled {
            return isCancelled ? CancellationError() : shutdown
        }
        let failure = translate(error, isSent: isSent, hasHead: hasHead, route)
        guard !isSent, let proxy = route.proxy, let failure = failure as? TransportError else { return failure }
        return blaming(proxy, for: failure)
    }

    /// Returns the given failure with the proxy as the cause. The failure must have occurred before the request was
    /// sent. TLS failures are returned unchanged, because they are caused by the server.
    private static func blaming(_ proxy: OpenAI.Proxy, for failure: TransportError) -> TransportError {
        var failure = failure
        let name = "the proxy \(proxy)"
        switch failure.failure {
        case .tls: return failure
        case .refused: failure.reason = "\(name) cannot be reached: connection refused"
        case .dns: failure.reason = "the host name of \(name) cannot be resolved"
        case .reset: failure.reason = "\(name) closed the connection"
        case .proxy: failure.reason = "\(name) \(failure.reason)"
        case .unreachable: failure.reason = "\(name) cannot be reached: \(failure.reason)"
        default: failure.reason = "cannot open a tunnel through \(name): \(failure.reason)"
        }
        failure.failure = .proxy
        return failure
    }

    private static func translate(_ error: any Error, isSent: Bool, hasHead: Bool, _ route: Route) -> any Error {
        if error is CancellationError { return error }
        switch error {
        case is RequestBodyFailure, is TransportError: return error
        case let stale as StaleConnectionError:
            return TransportError(
                .reset,
                reason: "the server closed the idle connection",
                isStaleConnection: true,
                underlying: stale.underlying
            )
        case let error as HTTPClientError: return translate(error, hasHead: hasHead)
        case let error as NIOConnectionError: return connectionFailure(error)
        case is NIOHTTPDecompression.DecompressionError:
            if case .limit? = error as? NIOHTTPDecompression.DecompressionError {
                return OpenAIError(
                    .responseTooLarge,
                    "the decompressed response is larger than the limit of \(route.limits.responseBytes) bytes"
                )
            }
            return TransportError(.other, reason: "the compressed response is corrupt", underlying: error)
        case is NIOHTTPDecompression.ExtraDecompressionError:
            return TransportError(.other, reason: "the compressed response is corrupt", underlying: error)
        case let error as IOError: return translate(error, isSent: isSent, hasHead: hasHead, route)
        case let error as BareLineFeedError:
            return TransportError(
                .other,
                reason: "the head of the HTTP response contains bare line feeds instead of CRLF",
                isPermanent: true,
                underlying: error.underlying
            )
        case is HTTPParserError:
            return hasHead
                ? TransportError(.reset, reason: "the response was cut off", underlying: error)
                : TransportError(.other, reason: "the server does not speak HTTP", underlying: error)
        case NIOSSLError.uncleanShutdown:
            return TransportError(.reset, reason: closed(hasHead), underlying: error)
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            return tlsFailure(error)
        case ChannelError.ioOnClosedChannel where !isSent:
            // The pool returned a connection that had just been closed, so nothing was sent.
            return TransportError(.reset, reason: closed(hasHead), isStaleConnection: true, underlying: error)
        case is ChannelError:
            return TransportError(.reset, reason: closed(hasHead), underlying: error)
        case _ where !isSent && route.proxy != nil:
            // If a proxy closes the connection early, the tunnel handler throws an error of a private type when it is
            // removed.
            return TransportError(.reset, reason: closed(hasHead), underlying: error)
        default:
            return TransportError(.other, reason: "the connection failed", underlying: error)
        }
    }

    private static func translate(_ error: HTTPClientError, hasHead: Bool) -> any Error {
        switch error {
        case .alreadyShutdown: return shutdown
        case .remoteConnectionClosed: return TransportError(.reset, reason: closed(hasHead), underlying: error)
        case .connectTimeout, .getConnectionFromPoolTimeout:
            return TransportError(.unreachable, reason: "the host is not responding", underlying: error)
        case .tlsHandshakeTimeout:
            return TransportError(.tls, reason: "the TLS handshake timed out", underlying: error)
        case .proxyAuthenticationRequired:
            return TransportError(.proxy, reason: "requires valid credentials", isPermanent: true, underlying: error)
        case .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            return TransportError(.proxy, reason: "is not responding", underlying: error)
        case .invalidProxyResponse:
            return TransportError(.proxy, reason: "refused to open a tunnel to the server", underlying: error)
        default:
            return TransportError(.other, reason: error.shortDescription, underlying: error)
        }
    }

    private static func translate(
        _ error: IOError,
        isSent: Bool,
        hasHead: Bool,
        _ route: Route
    ) -> TransportError {
        // The connection was established, so the server was reachable and may have read the request.
        if isSent { return TransportError(.reset, reason: closed(hasHead), underlying: error) }
        switch error.errnoCode {
        case ECONNREFUSED: return TransportError(.refused, reason: "connection refused", underlying: error)
        case ECONNRESET where route.isEncrypted && route.proxy == nil:
            return TransportError(
                .tls,
                reason: "TLS: the server reset the connection during the handshake",
                underlying: error
            )
        // On loopback, a reset before the connection is established means that the connection was refused.
        case ECONNRESET: return TransportError(.refused, reason: "connection refused", underlying: error)
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN:
            return TransportError(.unreachable, reason: "no route to the host", underlying: error)
        case ETIMEDOUT: return TransportError(.unreachable, reason: "the host is not responding", underlying: error)
        default: return TransportError(.reset, reason: closed(hasHead), underlying: error)
        }
    }

    private static func connectionFailure(_ error: NIOConnectionError) -> TransportError {
        if error.connectionErrors.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
            return TransportError(.dns, reason: "the host name cannot be resolved", underlying: error)
        }
        let codes = error.connectionErrors.map { ($0.error as? IOError)?.errnoCode }
        if codes.contains(ECONNREFUSED) || codes.contains(ECONNRESET) {
            return TransportError(.refused, reason: "connection refused", underlying: error)
        }
        if codes.contains(ENETUNREACH) || codes.contains(EHOSTUNREACH) {
            return TransportError(.unreachable, reason: "no route to the host", underlying: error)
        }
        return TransportError(.unreachable, reason: "the host is not responding", underlying: error)
    }

    private static func closed(_ hasHead: Bool) -> String {
        hasHead ? "the server closed the connection in the middle of the response" : "the server closed the connection"
    }

    private static func tlsFailure(_ error: any Error) -> TransportError {
        let text = "\(error)"
        func has(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        func permanent(_ reason: String) -> TransportError {
            TransportError(.tls, reason: "TLS: \(reason)", isPermanent: true, underlying: error)
        }
        // Closing the connection during the handshake is not a rejection, so another attempt may succeed.
        if has("EOF during handshake", "eofDuringHandshake") {
            let reason = "TLS: the server closed the connection during the handshake"
            return TransportError(.tls, reason: reason, underlying: error)
        }
        if has(Self.untrusted) { return permanent("the server's certificate is not trusted") }
        if has("CERTIFICATE_REQUIRED", "ALERT_BAD_CERTIFICATE", "ALERT_UNKNOWN_CA", "ALERT_NO_CERTIFICATE") {
            return permanent("the server requires a client certificate, which is not supported")
        }
        if has("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "HTTPS_PROXY_REQUEST") {
            return permanent("the server does not speak TLS on this port")
        }
        if has("ALERT_PROTOCOL_VERSION", "UNSUPPORTED_PROTOCOL") {
            return permanent("the server does not support TLS 1.2 or later")
        }
        if has("unableToValidateCertificate", "hostname", "Hostname") {
            return permanent("the server's certificate is for a different host")
        }
        if has("HANDSHAKE_FAILURE") {
            return permanent("the server rejected the handshake; it may require a client certificate or other ciphers")
        }
        let reason = "TLS: the secure connection could not be established"
        return TransportError(.tls, reason: reason, underlying: error)
    }

    fileprivate static let untrusted = "CERTIFICATE_VERIFY_FAILED"
}

extension TransportError {
    /// Whether the server's certificate chain was rejected. The TLS library does not report the reason.
    var isUntrustedCertificate: Bool {
        failure == .tls && underlying.map { "\($0)".contains(AsyncHTTPClientFailure.untrusted) } == true
    }
}
