internal import Waiter

/// The initial exchange of messages on a connection, in which the client and the server negotiate the protocol
/// revision.
struct Handshake: Sendable {
    /// The negotiated protocol and the information that the server provides about itself.
    struct Agreement: Sendable {
        var era: ProtocolEra
        var instructions: String?
        var name: String?
        var version: String?
        /// Whether the server notifies subscribers of changes to its tools.
        var offersSubscription: Bool
    }

    let connection: any MCPConnection
    let server: String
    /// Whether the server runs as a program. Some programs ignore every request that precedes `initialize`. Therefore,
    /// `initialize` is sent to a program that does not answer `server/discover` in time.
    let isProgram: Bool
    let timeouts: MCPOptions.Timeouts
    let clock: CallClock
    let nextID: @Sendable () -> Int64

    /// Negotiates the protocol. As revision 2026-07-28 recommends, this method sends `server/discover` first. It sends
    /// `initialize` only if the server does not support the stateless protocol.
    ///
    /// If a program exits when it receives `server/discover`, the request is not sent to the program again.
    func run(discovers: Bool) async throws -> Agreement {
        guard discovers else { return try await initialize() }
        if let agreement = try await discover() { return agreement }
        do {
            return try await initialize()
        } catch let error as MCPError where error.serverCode == RPCFailure.unsupportedVersion {
            // The program started slowly and has answered `server/discover` in the meantime, so the stateless protocol
            // is used.
            if let agreement = try await discover() { return agreement }
            throw error
        }
    }

    // MARK: Without sessions

    /// Returns the agreement with the server, or `nil` if the server does not support the stateless protocol.
    private func discover() async throws -> Agreement? {
        let era = ProtocolEra.stateless(version: ProtocolVersion.stateless)
        let response: RPCResponse
        do {
            response = try await send(.discover, JSONObject(), era, limit: isProgram ? timeouts.discovery : nil)
        } catch let error as MCPError where isOlder(error) {
            return nil
        }
        switch response {
        case .success(let result):
            let versions = result["supportedVersions"]?.arrayValue?.compactMap(\.stringValue) ?? []
            return versions.contains(ProtocolVersion.stateless) ? agreement(era, result) : nil
        case .failure(let failure) where failure.code == RPCFailure.unsupportedVersion:
            let versions = failure.supportedVersions ?? []
            guard versions.isEmpty || !Set(versions).isDisjoint(with: ProtocolVersion.withSessions) else {
                throw unsupported(versions)
            }
            return nil
        case .failure(let failure) where RPCFailure.stateless.contains(failure.code): throw serverError(failure)
        // Older servers reject unknown methods with various error codes.
        case .failure: return nil
        }
    }

    /// Returns whether an error from `server/discover` indicates an older protocol.
    private func isOlder(_ error: MCPError) -> Bool {
        switch error.code {
        case .timeout: isProgram
        case .httpStatus: (400..<500).contains(error.status ?? 0) && ![407, 408, 429].contains(error.status)
        case .invalidMessage: true
        default: false
        }
    }

    // MARK: With sessions

    private func initialize() async throws -> Agreement {
        let params: JSONObject = [
            "protocolVersion": .string(ProtocolVersion.withSessions[0]), "capabilities": .object(JSONObject()),
            "clientInfo": RPCRequest.clientInfo,
        ]
        switch try await send(.initialize, params, nil) {
        case .failure(let failure): throw serverError(failure)
        case .success(let result):
            guard let version = result["protocolVersion"]?.stringValue else {
                throw MCPError(.invalidMessage, server: server, "the handshake response contains no protocol version")
            }
            guard ProtocolVersion.withSessions.contains(version) else { throw unsupported([version]) }
            let era = ProtocolEra.session(version: version)
            try await connection.notify("notifications/initialized", JSONObject(), era: era)
            return agreement(era, result)
        }
    }

    // MARK: Messages

    private func send(
        _ method: RPCRequest.Method,
        _ params: JSONObject,
        _ era: ProtocolEra?,
        limit: Duration? = nil
    ) async throws -> RPCResponse {
        let request = RPCRequest(id: nextID(), method: method, params: params, era: era)
        let (connection, clock) = (connection, clock)
        guard let limit else { return try await connection.send(request, activity: Activity(clock)) }
        let error = MCPError(.timeout, server: server, "no response to \(method.rawValue)")
        return try await ActivityDeadline.run(
            clock,
            limit: limit,
            error: { _ in error },
            { try await connection.send(request, activity: Activity(clock)) }
        )
    }

    private func agreement(_ era: ProtocolEra, _ result: JSONValue) -> Agreement {
        let info = result["serverInfo"] ?? result["_meta"]?["io.modelcontextprotocol/serverInfo"]
        return Agreement(
            era: era,
            instructions: result["instructions"]?.stringValue.map { PlainText.cleaned($0) },
            name: info?["name"]?.stringValue.map { PlainText.line($0, limit: 100) },
            version: info?["version"]?.stringValue.map { PlainText.line($0, limit: 100) },
            offersSubscription: era.isStateless && result["capabilities"]?["tools"]?["listChanged"] == true
        )
    }

    private func serverError(_ failure: RPCFailure) -> MCPError {
        var error = MCPError(.serverError, server: server, "the server reported an error: \(failure.message)")
        error.serverCode = failure.code
        return error
    }

    private func unsupported(_ versions: [String]) -> MCPError {
        let names = versions.prefix(5).map { PlainText.line($0, limit: 40) }.joined(separator: ", ")
        return MCPError(
            .unsupportedVersion,
            server: server,
            "no common protocol version; the server supports: \(names)"
        )
    }
}
