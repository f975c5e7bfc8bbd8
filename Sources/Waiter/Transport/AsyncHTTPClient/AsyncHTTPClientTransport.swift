internal import AsyncHTTPClient
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL
internal import Synchronization
internal import WaiterPlatform

/// The default transport. It is based on async-http-client and SwiftNIO, and supports HTTP/1.1 and HTTP/2.
public final class AsyncHTTPClientTransport: Transport {
    /// Holds the client whose connections carry only one request each.
    private struct SingleUse {
        /// The client, or `nil` until the first such connection is needed.
        var client: HTTPClient?
        var isClosed = false
    }

    private let client: HTTPClient
    private let singleUse = Mutex(SingleUse())
    private let settings: HTTPClient.Configuration
    private let eventLoop: any EventLoop
    private let limiter: ConnectionLimiter
    private let clock: any Clock<Duration>
    private let limits: OpenAI.Limits
    private let proxy: OpenAI.Proxy?
    /// Whether requests over plain HTTP are sent to the proxy itself instead of through a tunnel. The request line of
    /// such a request contains the absolute URL.
    private let forwardsPlainHTTP: Bool
    /// Whether the system's root certificates are trusted.
    private let trustsSystem: Bool
    private let lastBlank = Mutex<(url: String, request: HTTPClient.Request)?>(nil)

    /// Creates a transport with its own connection pool.
    ///
    /// The transport uses the configuration's proxy, TLS settings, limits, connection limit and clock.
    ///
    /// - Throws: `OpenAIError` with code `.configuration` if the trusted certificates cannot be read.
    public convenience init(configuration: OpenAI.Configuration) throws {
        try self.init(configuration: configuration, addresses: [:])
    }

    /// Creates a transport that connects to the given addresses instead of resolving host names.
    ///
    /// - Parameters:
    ///   - configuration: The configuration of the client.
    ///   - addresses: The numeric addresses, keyed by host name. All other host names are resolved as usual.
    ///   - isConnected: A closure called on the event loop for each new connection. If it throws, the connection is
    ///     closed before anything is sent, and the request fails with that error.
    /// - Throws: `OpenAIError` with code `.configuration` if the trusted certificates cannot be read.
    package init(
        configuration: OpenAI.Configuration,
        addresses: [String: String],
        isConnected: (@Sendable () throws -> Void)? = nil
    ) throws {
        let isPlain = configuration.baseURL.scheme == "http"
        var settings = HTTPClient.Configuration()
        // Certificates are read only if they are needed. If the client uses plain HTTP, an environment variable that
        // specifies a missing file must not cause an error.
        if !isPlain { settings.tlsConfiguration = try Self.tlsConfiguration(configuration.tls) }
        settings.redirectConfiguration = .disallow
        settings.dnsOverride = addresses
        let host = configuration.baseURL.host
        // RFC 6761 reserves these names for loopback addresses, but not all name servers follow the RFC. `isLoopback`
        // relies on this mapping.
        if host.hasSuffix(".localhost"), addresses[host] == nil { settings.dnsOverride[host] = "127.0.0.1" }
        settings.decompression = .enabled(limit: .size(configuration.limits.responseBytes))
        // The HTTP stack does not need a tracer, because spans can be created in middleware. By default, the stack uses
        // the global tracer, which has a cost even if no tracer is installed.
        settings.tracing.tracer = nil
        // Each call enforces its own connect timeout. The timeout set here serves two other purposes: it ends abandoned
        // connection attempts, and it limits the time that a request waits for a pool slot that is about to become
        // free.
        let connect = EffectiveTimeouts(configuration.timeouts, isStream: false).connect
        settings.timeout.connect = .nanoseconds(Int64(max(connect, .seconds(60)) / .nanoseconds(1)))
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.maxConnections
        // By default, the pool keeps retrying a refused connection until the connect timeout.
        settings.connectionPool.retryConnectionEstablishment = false
        proxy = configuration.proxy
        forwardsPlainHTTP = isPlain && configuration.proxy != nil
        if forwardsPlainHTTP {
            settings.http1_1ConnectionDebugInitializer = Self.prepareToProxy
        } else {
            settings.http1_1ConnectionDebugInitializer = Self.prepare
            if let proxy = configuration.proxy { settings.proxy = Self.proxy(proxy) }
        }
        if let isConnected {
            let prepare = settings.http1_1ConnectionDebugInitializer
            settings.http1_1ConnectionDebugInitializer = { Self.check($0, after: prepare, isConnected) }
            settings.http2ConnectionDebugInitializer = { Self.check($0, after: nil, isConnected) }
        }
        // All connections of a client share one event loop so that the client's requests never switch between loops.
        // Each switch would wake a thread, which costs more than the rest of a call.
        eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        client = HTTPClient(
            eventLoopGroupProvider: .shared(eventLoop),
            configuration: settings
        )
        self.settings = settings
        limiter = ConnectionLimiter(limit: configuration.maxConnections)
        clock = configuration.clock
        limits = configuration.limits
        trustsSystem = configuration.tls == OpenAI.TLS()
    }

    /// Whether `send` never blocks. This is always `true`.
    public var neverBlocks: Bool { true }

    deinit {
        // Command-line programs do not have to shut down their client, so the transport shuts down when it is released.
        client.shutdown { _ in }
        singleUse.withLock { $0.client }?.shutdown { _ in }
    }

    /// Installs Waiter's handlers on a new HTTP/1.1 connection and limits the amount of data per socket read.
    ///
    /// Without this limit, up to 256 kB of a stream would accumulate in memory before the stack detected that the
    /// reader was falling behind.
    @Sendable
    private static func prepare(_ channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            try StaleConnectionDetector.install(channel)
            try RequestHeadHolder.install(channel)
            guard let options = channel.syncOptions else { return }
            try options.setOption(.maxMessagesPerRead, value: 1)
            let allocator = AdaptiveRecvByteBufferAllocator(minimum: 2048, initial: 2048, maximum: 16 << 10)
            try options.setOption(.recvAllocator, value: allocator)
        }
    }

    /// Prepares a connection to a proxy that forwards plain HTTP requests.
    @Sendable
    private static func prepareToProxy(_ channel: any Channel) -> EventLoopFuture<Void> {
        prepare(channel).flatMapThrowing { try AbsoluteFormWriter.install(channel) }
    }

    /// Prepares a connection and closes it if a check fails.
    @Sendable
    private static func check(
        _ channel: any Channel,
        after prepare: (@Sendable (any Channel) -> EventLoopFuture<Void>)?,
        _ isConnected: @escaping @Sendable () throws -> Void
    ) -> EventLoopFuture<Void> {
        let prepared = prepare?(channel) ?? channel.eventLoop.makeSucceededVoidFuture()
        return prepared.flatMapThrowing {
            do {
                try isConnected()
            } catch {
                // Closing is deferred, because the pool expects a connection to stay open until the pool has taken it
                // over.
                channel.eventLoop.execute { channel.close(promise: nil) }
                throw error
            }
        }
    }

    private static func tlsConfiguration(_ tls: OpenAI.TLS) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        var roots: [NIOSSLTrustRoots] = []
        var certificates: [NIOSSLCertificate] = []
        do {
            if let file = tls.certificateFile { certificates = try NIOSSLCertificate.fromPEMFile(file) }
        } catch {
            var failure = OpenAIError(.configuration, "cannot read the certificates in SSL_CERT_FILE")
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

    private static func proxy(_ proxy: OpenAI.Proxy) -> HTTPClient.Configuration.Proxy {
        .server(
            host: proxy.host,
            port: proxy.port,
            authorization: proxy.credentials.map { .basic(username: $0.user, password: $0.password) }
        )
    }

    // MARK: Sending

    /// Sends a request; see `Transport`.
    public func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        do {
            let response = try await exchange(request, progress)
            guard forwardsPlainHTTP, response.head.status.code == 407 else { return response }
            throw AsyncHTTPClientFailure.rejectedCredentials(proxy)
        } catch var error as TransportError where error.failure == .tls {
            if trustsSystem, !SystemCertificates().areInstalled {
                // Without certificates, the TLS library fails to initialize and reports only an unknown error.
                error.reason = SystemCertificates.missing
                error.isPermanent = true
            } else if error.isUntrustedCertificate, proxy == nil, settings.dnsOverride.isEmpty {
                error.reason = await CertificateInspector.reason(for: request.head, on: eventLoop) ?? error.reason
            }
            throw error
        }
    }

    private func exchange(_ request: TransportRequest, _ progress: TransportProgress) async throws -> TransportResponse
    {
        var prepared = try prepare(request)
        let client = try client(for: request)
        if !limiter.tryAcquire() {
            progress.isQueued()
            try await limiter.acquire()
        }
        progress.isConnecting()
        let route = AsyncHTTPClientFailure.Route(
            proxy: proxy,
            isEncrypted: request.head.scheme != "http",
            limits: limits
        )
        let exchange = AsyncHTTPClientExchange(progress: progress, route: route) { [self] in limiter.release() }
        if let stream = request.stream {
            prepared.body = exchange.body(of: stream, on: eventLoop)
        } else if !request.body.isEmpty {
            prepared.body = exchange.body(of: ByteBuffer(bytes: request.body), on: eventLoop)
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { [prepared] continuation in
                exchange.start(continuation) { client.execute(request: prepared, delegate: exchange) }
            }
        } onCancel: {
            exchange.cancel()
        }
    }

    /// Returns the client for requests that require a new connection, or the shared client for all other requests.
    private func client(for request: TransportRequest) throws -> HTTPClient {
        guard request.requiresNewConnection else { return client }
        return try singleUse.withLock { singleUse in
            if singleUse.isClosed { throw AsyncHTTPClientFailure.shutdown }
            if let client = singleUse.client { return client }
            var settings = settings
            settings.maximumUsesPerConnection = 1
            let client = HTTPClient(eventLoopGroupProvider: .shared(eventLoop), configuration: settings)
            singleUse.client = client
            return client
        }
    }

    private func prepare(_ request: TransportRequest) throws -> HTTPClient.Request {
        let head = request.head
        let path = head.path ?? "/"
        var url = "\(head.scheme ?? "https")://\(head.authority ?? "")\(path)"
        if forwardsPlainHTTP, let proxy { url = "http://\(proxy)\(path)" }
        var prepared = try blank(method: head.method, url: url)
        prepared.headers.reserveCapacity(head.headerFields.count + 2)
        if forwardsPlainHTTP {
            prepared.headers.add(name: "host", value: head.authority ?? "")
            if let credentials = proxy?.credentials {
                let value = HTTPClient.Authorization.basic(username: credentials.user, password: credentials.password)
                prepared.headers.add(name: "proxy-authorization", value: value.headerValue)
            }
        }
        for field in head.headerFields { prepared.headers.add(name: field.name.rawName, value: field.value) }
        return prepared
    }

    /// Returns a request without headers or a body. If the previous request had the same URL, that request is reused.
    ///
    /// Parsing a URL is expensive, and most of a client's calls use the same URL.
    private func blank(method: HTTPRequest.Method, url: String) throws -> HTTPClient.Request {
        let method = HTTPMethod(rawValue: method.rawValue)
        if let last = lastBlank.withLock({ $0 }), last.url == url, last.request.method == method { return last.request }
        do {
            let request = try HTTPClient.Request(url: url, method: method)
            lastBlank.withLock { $0 = (url, request) }
            return request
        } catch {
            var invalid = OpenAIError(.invalidRequest, "the request URL is invalid")
            invalid.underlying = error
            throw invalid
        }
    }

    // MARK: Shutdown

    /// Ends requests in progress and closes all connections; see `Transport`.
    public func shutdown(gracePeriod: Duration) async {
        limiter.close()
        await withTaskGroup(of: Void.self) { [clock, limiter] group in
            group.addTask { try? await clock.sleep(for: gracePeriod.bounded) }
            group.addTask { await limiter.waitUntilIdle() }
            await group.next()
            group.cancelAll()
            // This cancels requests that are still in progress, so the limiter becomes idle too.
            await closeConnections()
        }
    }

    /// Closes established connections and waits up to a second for them to close.
    ///
    /// The HTTP stack itself would also wait for connections that are being established, which can take a minute if a
    /// server never completes the TLS handshake.
    private func closeConnections() async {
        let singleUse = singleUse.withLock { singleUse in
            singleUse.isClosed = true
            return singleUse.client
        }
        let ends = [client, singleUse].compactMap { $0 }.map { client in
            let (ended, end) = AsyncStream<Void>.makeStream()
            client.shutdown { _ in end.finish() }
            return ended
        }
        await withTaskGroup(of: Void.self) { [clock] group in
            group.addTask { for ended in ends { for await _ in ended {} } }
            group.addTask { try? await clock.sleep(for: .seconds(1)) }
            await group.next()
            group.cancelAll()
        }
    }
}
