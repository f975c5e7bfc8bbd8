internal import AsyncHTTPClient
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL

/// The transport of every client unless it is given another: async-http-client on SwiftNIO, HTTP/1.1 and HTTP/2.
package final class AsyncHTTPClientTransport: Transport {
    private let client: HTTPClient
    private let limiter: ConnectionLimiter
    private let clock: any Clock<Duration>
    private let limits: Limits

    /// - Throws: `OpenAIError` with code `.configuration` when the trusted certificates cannot be read.
    package init(configuration: OpenAI.Configuration) throws {
        var settings = HTTPClient.Configuration()
        settings.tlsConfiguration = try Self.tlsConfiguration(configuration.tls)
        settings.redirectConfiguration = .disallow
        settings.decompression = .enabled(limit: .size(configuration.limits.responseBytes))
        // Our own deadline cancels a connection that takes too long, per call; this bound only ends what that leaves
        // behind, and the wait of a request whose place in the pool is about to be freed.
        settings.timeout.connect = .nanoseconds(
            Int64(max(configuration.timeouts.connect.bounded, .seconds(60)) / .nanoseconds(1))
        )
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.maximumConnections
        // Otherwise a refused port is tried again until the connect timeout.
        settings.connectionPool.retryConnectionEstablishment = false
        settings.http1_1ConnectionDebugInitializer = StaleConnectionDetector.install
        if let proxy = configuration.proxy { settings.proxy = Self.proxy(proxy) }
        client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
            configuration: settings
        )
        limiter = ConnectionLimiter(limit: configuration.maximumConnections)
        clock = configuration.clock
        limits = configuration.limits
    }

    deinit {
        // A client needs no shutdown in a command-line program, so that its transport ends with it.
        client.shutdown { _ in }
    }

    private static func tlsConfiguration(_ tls: TLS) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        var roots: [NIOSSLTrustRoots] = []
        var certificates: [NIOSSLCertificate] = []
        do {
            if let file = tls.certificateFile { certificates = try NIOSSLCertificate.fromPEMFile(file) }
        } catch {
            var failure = OpenAIError(.configuration, "SSL_CERT_FILE: the certificates cannot be read")
            failure.underlying = error
            throw failure
        }
        if !certificates.isEmpty { roots.append(.certificates(certificates)) }
        if let directory = tls.certificateDirectory { roots.append(.file(directory)) }
        switch roots.count {
        case 0: break
        case 1: configuration.trustRoots = roots[0]
        default:
            configuration.trustRoots = roots[1]
            configuration.additionalTrustRoots = [.certificates(certificates)]
        }
        return configuration
    }

    private static func proxy(_ proxy: Proxy) -> HTTPClient.Configuration.Proxy {
        .server(
            host: proxy.host,
            port: proxy.port,
            authorization: proxy.credentials.map { .basic(username: $0.user, password: $0.password) }
        )
    }

    package func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        let prepared = try Self.request(request)
        if !limiter.tryAcquire() {
            progress.isQueued()
            try await limiter.acquire()
        }
        progress.isConnecting()
        let exchange = AsyncHTTPClientExchange(progress: progress, limits: limits) { [self] in limiter.release() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                exchange.start(continuation) { client.execute(request: prepared, delegate: exchange) }
            }
        } onCancel: {
            exchange.cancel()
        }
    }

    private static func request(_ request: TransportRequest) throws -> HTTPClient.Request {
        let head = request.head
        var headers = HTTPHeaders()
        headers.reserveCapacity(head.headerFields.count)
        for field in head.headerFields { headers.add(name: field.name.rawName, value: field.value) }
        let url = "\(head.scheme ?? "https")://\(head.authority ?? "")\(head.path ?? "/")"
        do {
            return try HTTPClient.Request(
                url: url,
                method: HTTPMethod(rawValue: head.method.rawValue),
                headers: headers,
                body: request.body.isEmpty ? nil : .byteBuffer(ByteBuffer(bytes: request.body))
            )
        } catch {
            var invalid = OpenAIError(.invalidRequest, "the request's address is unusable")
            invalid.underlying = error
            throw invalid
        }
    }

    package func shutdown(gracePeriod: Duration) async {
        limiter.close()
        await withTaskGroup(of: Void.self) { [clock, limiter] group in
            group.addTask { try? await clock.sleep(for: gracePeriod.bounded) }
            group.addTask { await limiter.waitUntilIdle() }
            await group.next()
            group.cancelAll()
            // What is still under way is cancelled, so that the limiter becomes idle as well.
            await closeConnections()
        }
    }

    /// Closes what stands, and waits a moment for it: the HTTP stack would also wait for connections that are still
    /// being made, which a server that never finishes the TLS handshake can draw out for a minute.
    private func closeConnections() async {
        let (ended, end) = AsyncStream<Void>.makeStream()
        client.shutdown { _ in end.finish() }
        await withTaskGroup(of: Void.self) { [clock] group in
            group.addTask { for await _ in ended {} }
            group.addTask { try? await clock.sleep(for: .seconds(1)) }
            await group.next()
            group.cancelAll()
        }
    }
}
