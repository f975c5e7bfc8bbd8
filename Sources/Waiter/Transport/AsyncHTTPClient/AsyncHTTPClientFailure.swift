internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL
internal import WaiterPlatform

/// Says in our terms what the HTTP stack means.
enum AsyncHTTPClientFailure {
    /// - Parameters:
    ///   - isSent: Whether a connection stood and the request's head was written to it.
    ///   - hasHead: Whether the response's head had arrived.
    static func translate(_ error: any Error, isSent: Bool, hasHead: Bool, limits: OpenAI.Limits) -> any Error {
        if error is CancellationError { return error }
        switch error {
        case is RequestBodyFailure: return error
        case let stale as StaleConnectionError:
            return TransportError(
                .reset,
                reason: "the server had closed the kept connection",
                isStaleConnection: true,
                underlying: stale.underlying
            )
        case let error as HTTPClientError: return translate(error, hasHead: hasHead)
        case let error as NIOConnectionError: return connectionFailure(error)
        case is NIOHTTPDecompression.DecompressionError:
            if case .limit? = error as? NIOHTTPDecompression.DecompressionError {
                return OpenAIError(
                    .responseTooLarge,
                    "the response is larger than the limit of \(limits.responseBytes) bytes once decompressed"
                )
            }
            return TransportError(.other, reason: "the compressed response is broken", underlying: error)
        case is NIOHTTPDecompression.ExtraDecompressionError:
            return TransportError(.other, reason: "the compressed response is broken", underlying: error)
        case let error as IOError: return translate(error, isSent: isSent, hasHead: hasHead)
        case is HTTPParserError:
            return hasHead
                ? TransportError(.reset, reason: "the response was cut off", underlying: error)
                : TransportError(.other, reason: "the server speaks no HTTP", underlying: error)
        case NIOSSLError.uncleanShutdown:
            return TransportError(.reset, reason: closed(hasHead), underlying: error)
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            return TransportError(.tls, reason: tlsReason(error), underlying: error)
        case ChannelError.ioOnClosedChannel where !isSent:
            // The pool gave a connection that had just been closed: nothing was sent over it.
            var unsent = TransportError(.reset, reason: closed(hasHead), isStaleConnection: true, underlying: error)
            unsent.mayBeNewConnection = true
            return unsent
        case is ChannelError:
            return TransportError(.reset, reason: closed(hasHead), underlying: error)
        default:
            return TransportError(.other, reason: "the connection failed", underlying: error)
        }
    }

    private static func translate(_ error: HTTPClientError, hasHead: Bool) -> any Error {
        switch error {
        case .cancelled: return CancellationError()
        case .alreadyShutdown: return OpenAIError(.invalidRequest, "the client has been shut down")
        case .remoteConnectionClosed: return TransportError(.reset, reason: closed(hasHead), underlying: error)
        case .connectTimeout, .getConnectionFromPoolTimeout:
            return TransportError(.unreachable, reason: "the host does not answer", underlying: error)
        case .tlsHandshakeTimeout:
            return TransportError(.tls, reason: "the TLS handshake was not finished in time", underlying: error)
        case .proxyAuthenticationRequired:
            return TransportError(.proxy, reason: "the proxy wants other credentials", underlying: error)
        case .invalidProxyResponse, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            return TransportError(.proxy, reason: "the proxy refused the connection", underlying: error)
        default:
            return TransportError(.other, reason: error.shortDescription, underlying: error)
        }
    }

    private static func translate(_ error: IOError, isSent: Bool, hasHead: Bool) -> TransportError {
        // A connection that stood says nothing of how its host is reached, and its server may have read the request.
        if isSent { return TransportError(.reset, reason: closed(hasHead), underlying: error) }
        switch error.errnoCode {
        case ECONNREFUSED: return TransportError(.refused, reason: "connection refused", underlying: error)
        // A refused port on loopback arrives as a reset when the connection never stood.
        case ECONNRESET: return TransportError(.refused, reason: "connection refused", underlying: error)
        case ENETUNREACH, EHOSTUNREACH, ENETDOWN:
            return TransportError(.unreachable, reason: "there is no route to the host", underlying: error)
        case ETIMEDOUT: return TransportError(.unreachable, reason: "the host does not answer", underlying: error)
        default: return TransportError(.reset, reason: closed(hasHead), underlying: error)
        }
    }

    private static func connectionFailure(_ error: NIOConnectionError) -> TransportError {
        if error.connectionErrors.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
            return TransportError(.dns, reason: "the host's name cannot be resolved", underlying: error)
        }
        let codes = error.connectionErrors.map { ($0.error as? IOError)?.errnoCode }
        if codes.contains(ECONNREFUSED) || codes.contains(ECONNRESET) {
            return TransportError(.refused, reason: "connection refused", underlying: error)
        }
        if codes.contains(ENETUNREACH) || codes.contains(EHOSTUNREACH) {
            return TransportError(.unreachable, reason: "there is no route to the host", underlying: error)
        }
        return TransportError(.unreachable, reason: "the host does not answer", underlying: error)
    }

    private static func closed(_ hasHead: Bool) -> String {
        hasHead ? "the server closed the connection in the middle of its answer" : "the server closed the connection"
    }

    private static func tlsReason(_ error: any Error) -> String {
        let text = "\(error)"
        if text.contains("CERTIFICATE_VERIFY_FAILED") { return "TLS: the server's certificate is not trusted" }
        if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
            return "TLS: the server does not speak TLS at this port"
        }
        if text.contains("unableToValidateCertificate") || text.contains("hostname") {
            return "TLS: the server's certificate is for another host"
        }
        return "TLS: the encrypted connection could not be set up"
    }
}
