internal import HTTPTypes
internal import Synchronization
internal import Waiter

/// A connection to a server over streamable HTTP. Each message is a POST request.
final class HTTPConnection: MCPConnection {
    private struct State {
        /// The ID of the session that the server created. Protocol revisions before 2026-07-28 require this ID.
        var sessionID: String?
        var era: ProtocolEra?
        var isOpen = true
    }

    /// The maximum number of redirects per request.
    private static let redirects = 3
    /// The maximum number of bytes read from an error response.
    private static let errorBytes = 64 << 10

    let server: String
    let limits: MCPOptions.Limits
    let clock: CallClock
    let onNotification: NotificationHandler
    private let endpoint: HTTPEndpoint
    private let transport: any Transport
    private let ownsTransport: Bool
    private let state = Mutex(State())

    /// Creates a connection over the given transport, or over a new transport if `transport` is `nil`.
    init(
        _ endpoint: HTTPEndpoint,
        server: String,
        transport: (any Transport)?,
        options: MCPOptions,
        clock: CallClock,
        onNotification: @escaping NotificationHandler
    ) throws {
        self.server = server
        self.endpoint = endpoint
        self.clock = clock
        self.onNotification = onNotification
        limits = options.limits
        ownsTransport = transport == nil
        self.transport = try transport ?? Self.transport(for: endpoint, options.limits)
    }

    private static func transport(for endpoint: HTTPEndpoint, _ limits: MCPOptions.Limits) throws -> any Transport {
        let configuration = try OpenAI.Configuration(
            baseURL: endpoint.base,
            authentication: .anonymous,
            limits: OpenAI.Limits(responseBytes: limits.streamBytes)
        )
        return try AsyncHTTPClientTransport(configuration: configuration)
    }

    var isOpen: Bool { state.withLock(\.isOpen) }

    // MARK: Requests

    func send(_ request: RPCRequest, activity: Activity) async throws -> RPCResponse {
        do {
            let response = try await post(request.bytes, headers(of: request))
            activity.note()
            return try await decode(response, request, activity).mapError { failure in
                var failure = failure
                // A server might include the rejected token in its message.
                failure.message = endpoint.redactor.redact(failure.message)
                return failure
            }
        } catch {
            if Task.isCancelled { await announceCancellation(of: request) }
            throw failure(error)
        }
    }

    private func decode(
        _ response: TransportResponse,
        _ request: RPCRequest,
        _ activity: Activity
    ) async throws -> RPCResponse {
        let status = response.head.status.code
        switch status {
        case 200...299:
            if request.method == .initialize { adoptSession(of: response.head) }
            if response.head.isEventStream { return try await read(response.body, request, activity) }
            let bytes = try await collect(response.body, limit: limits.messageBytes)
            for case .response(let id, let answer) in RPCMessage.all(in: bytes) where id == request.id { return answer }
            throw MCPError(.invalidMessage, server: server, "the response is not a protocol message")
        case 401, 403:
            var error = MCPError(.unauthorized, server: server, "authentication required (HTTP \(status))")
            error.status = status
            throw error
        default:
            if status == 404, endSession() {
                throw MCPError(.exited, server: server, "the session has ended")
            }
            let bytes = (try? await collect(response.body, limit: Self.errorBytes)) ?? []
            try Task.checkCancellation()
            for case .response(let id, let answer) in RPCMessage.all(in: bytes) where id == nil || id == request.id {
                if case .failure = answer { return answer }
            }
            var error = MCPError(.httpStatus, server: server, "the server responded with HTTP \(status)")
            error.status = status
            throw error
        }
    }

    /// Sends a message and returns the response. Follows redirects within the same origin.
    func post(_ message: [UInt8], _ fields: [(String, String)]) async throws -> TransportResponse {
        var target = endpoint
        for _ in 0...Self.redirects {
            let request = TransportRequest(head: target.head(.post, fields), body: message)
            let response = try await transport.send(request, progress: TransportProgress { _ in })
            // Only redirects with status 307 or 308 preserve the method. Other redirects would turn the request into a
            // GET request.
            guard [307, 308].contains(response.head.status.code) else { return response }
            guard let location = response.head.headerFields[.location], let next = target.redirected(to: location)
            else {
                throw MCPError(
                    .connection,
                    server: server,
                    "the server redirects to another server; use that server's URL instead"
                )
            }
            target = next
        }
        throw MCPError(.connection, server: server, "redirect loop")
    }

    /// Returns the headers for a message that is not a request.
    func plainHeaders() -> [(String, String)] {
        let (session, era) = state.withLock { ($0.sessionID, $0.era) }
        var fields = [("content-type", "application/json"), ("accept", "application/json, text/event-stream")]
        if let era { fields.append(("mcp-protocol-version", era.version)) }
        if let session { fields.append(("mcp-session-id", session)) }
        return fields
    }

    private func headers(of request: RPCRequest) -> [(String, String)] {
        state.withLock { $0.era = request.era }
        var fields = plainHeaders()
        guard request.era?.isStateless == true else { return fields }
        fields.append(("mcp-method", request.method.rawValue))
        if let name = request.name { fields.append(("mcp-name", ParameterHeader.encoded(name))) }
        return fields + request.parameterHeaders.map { ($0.name, $0.value) }
    }

    func notify(_ method: String, _ params: JSONObject, era: ProtocolEra) async throws {
        // The stateless protocol has no client notifications over HTTP.
        guard !era.isStateless else { return }
        state.withLock { $0.era = era }
        do {
            _ = try await post(RPCMessage.notification(method, params), plainHeaders())
        } catch {
            throw failure(error)
        }
    }

    /// If the server uses sessions, notifies it that a response is no longer needed. For any other server, closing the
    /// connection is sufficient.
    private func announceCancellation(of request: RPCRequest) async {
        guard request.isCancellable, case .session? = request.era else { return }
        let notify: @Sendable () async throws -> Void = { [self] in
            let message = RPCMessage.notification("notifications/cancelled", ["requestId": .integer(request.id)])
            _ = try await post(message, plainHeaders())
        }
        // The current task has been cancelled, so the notification is sent in a new task.
        await Task { await briefly(notify) }.value
    }

    /// Runs work for at most one second and ignores its errors.
    private func briefly(_ work: @escaping @Sendable () async throws -> Void) async {
        let error = MCPError(.timeout, server: server, "no response")
        try? await ActivityDeadline.run(clock, limit: .seconds(1), error: { _ in error }, work)
    }

    // MARK: Sessions

    private func adoptSession(of head: HTTPResponse) {
        guard let name = HTTPField.Name("mcp-session-id"), let id = head.headerFields[name],
            (1...1024).contains(id.utf8.count)
        else { return }
        state.withLock { $0.sessionID = id }
    }

    /// Discards the session after the server has ended it. Returns whether there was a session.
    private func endSession() -> Bool {
        state.withLock { state in
            guard state.sessionID != nil else { return false }
            state.sessionID = nil
            state.isOpen = false
            return true
        }
    }

    func close() async {
        let hasSession = state.withLock { state in
            state.isOpen = false
            return state.sessionID != nil
        }
        if hasSession {
            let request = TransportRequest(head: endpoint.head(.delete, plainHeaders()))
            await briefly { [transport] in
                _ = try await transport.send(request, progress: TransportProgress { _ in })
            }
        }
        if ownsTransport { await transport.shutdown(gracePeriod: .zero) }
    }

    // MARK: Errors

    private func failure(_ error: any Error) -> any Error {
        switch error {
        case let error as TransportError:
            MCPError(.connection, server: server, "the connection failed: \(PlainText.line(error.reason))")
        case let error as OpenAIError:
            MCPError(.connection, server: server, "the connection failed: \(PlainText.line(error.message))")
        default: error
        }
    }
}

extension HTTPResponse {
    /// Whether the body consists of server-sent events.
    fileprivate var isEventStream: Bool {
        headerFields[.contentType]?.lowercased().hasPrefix("text/event-stream") ?? false
    }
}
