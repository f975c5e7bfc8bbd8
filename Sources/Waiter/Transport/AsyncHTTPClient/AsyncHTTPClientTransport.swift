internal import AsyncHTTPClient
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPCompression
internal import NIOPosix
internal import NIOSSL
internal import Synchronization
internal import WaiterPlatform

/// The transport of every client unless it is given another: async-http-client on SwiftNIO, HTTP/1.1 and HTTP/2.
public final class AsyncHTTPClientTransport: Transport {
    /// The client whose connections carry one request each.
    private struct SingleUse {
        /// Created when the first such connection is needed.
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
    /// Whether requests over plain http go to the proxy itself, with the whole address in their first line.
    private let forwardsPlainHTTP: Bool
    private let lastBlank = Mutex<(url: String, request: HTTPClient.Request)?>(nil)

    /// Creates a transport with a connection pool of its own.
    ///
    /// Of the configuration it takes the proxy, TLS, limits, the number of connections and the clock.
    ///
    /// - Throws: `OpenAIError` with code `.configuration` when the trusted certificates cannot be read.
    public convenience init(configuration: OpenAI.Configuration) throws {
        try self.init(configuration: configuration, addresses: [:])
    }

    /// Creates a transport that connects to given addresses instead of asking for those of their hosts.
    ///
    /// - Parameter addresses: The numeric addresses, by host.
    package init(configuration: OpenAI.Configuration, addresses: [String: String]) throws {
        let isPlain = configuration.baseURL.scheme == "http"
        var settings = HTTPClient.Configuration()
        // Certificates that are not needed must not be in the way, such as a variable that names a file of last year.
        if !isPlain { settings.tlsConfiguration = try Self.tlsConfiguration(configuration.tls) }
        settings.redirectConfiguration = .disallow
        settings.dnsOverride = addresses
        settings.decompression = .enabled(limit: .size(configuration.limits.responseBytes))
        // Spans are made by who wants them, in a middleware: the stack's go to a global tracer and cost time without one.
        settings.tracing.tracer = nil
        // Our own deadline cancels a connection that takes too long, per call; this bound only ends what that leaves
        // behind, and the wait of a request whose place in the pool is about to be freed.
        let connect = EffectiveTimeouts(configuration.timeouts, isStream: false).connect
        settings.timeout.connect = .nanoseconds(Int64(max(connect, .seconds(60)) / .nanoseconds(1)))
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = configuration.maxConnections
        // Otherwise a refused port is tried again until the connect timeout.
        settings.connectionPool.retryConnectionEstablishment = false
        proxy = configuration.proxy
        forwardsPlainHTTP = isPlain && configuration.proxy != nil
        if forwardsPlainHTTP {
            settings.http1_1ConnectionDebugInitializer = Self.prepareToProxy
        } else {
            settings.http1_1ConnectionDebugInitializer = Self.prepare
            if let proxy = configuration.proxy { settings.proxy = Self.proxy(proxy) }
        }
        // All connections of a client live on one event loop, so that none of its requests goes from one to another: each
        // such step wakes a thread, which costs more than the rest of a call.
        eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        client = HTTPClient(
            eventLoopGroupProvider: .shared(eventLoop),
            configuration: settings
        )
        self.settings = settings
        limiter = ConnectionLimiter(limit: configuration.maxConnections)
        clock = configuration.clock
        limits = configuration.limits
    }

    /// Whether `send` never blocks: true.
    public var neverBlocks: Bool { true }

    deinit {
        // A client needs no shutdown in a command-line program, so that its transport ends with it.
        client.shutdown { _ in }
        singleUse.withLock { $0.client }?.shutdown { _ in }
    }

    /// Adds our handlers to a new HTTP/1.1 connection, and bounds what one look at its socket brings: otherwise up to
    /// 256 kB of a stream wait in memory before the stack notices that its reader is behind.
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

    /// The same for a connection to a proxy that forwards requests over plain http.
    @Sendable
    private static func prepareToProxy(_ channel: any Channel) -> EventLoopFuture<Void> {
        prepare(channel).flatMapThrowing { try AbsoluteFormWriter.install(channel) }
    }

    private static func tlsConfiguration(_ tls: OpenAI.TLS) throws -> TLSConfiguration {
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

    private static func proxy(_ proxy: OpenAI.Proxy) -> HTTPClient.Configuration.Proxy {
        .server(
            host: proxy.host,
            port: proxy.port,
            authorization: proxy.credentials.map { .basic(username: $0.user, password: $0.password) }
        )
    }

    // MARK: Sending

    /// Sends one request; see `Transport`.
    public func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        do {
            let response = try await exchange(request, progress)
            guard forwardsPlainHTTP, response.head.status.code == 407 else { return response }
            throw AsyncHTTPClientFailure.rejectedCredentials(proxy)
        } catch var error as TransportError
            where error.isUntrustedCertificate && proxy == nil && settings.dnsOverride.isEmpty
        {
            error.reason = await CertificateInspector.reason(for: request.head, on: eventLoop) ?? error.reason
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

    /// The client with connections for one request each, when the request needs such a one.
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

    /// A request without headers and body; the last one is kept, since to parse its address takes long and most calls of
    /// a client go to the same one.
    private func blank(method: HTTPRequest.Method, url: String) throws -> HTTPClient.Request {
        let method = HTTPMethod(rawValue: method.rawValue)
        if let last = lastBlank.withLock({ $0 }), last.url == url, last.request.method == method { return last.request }
        do {
            let request = try HTTPClient.Request(url: url, method: method)
            lastBlank.withLock { $0 = (url, request) }
            return request
        } catch {
            var invalid = OpenAIError(.invalidRequest, "the request's address is unusable")
            invalid.underlying = error
            throw invalid
        }
    }

    // MARK: The end

    /// Ends the requests in flight and closes all connections; see `Transport`.
    public func shutdown(gracePeriod: Duration) async {
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
