internal import Waiter

extension HTTPConnection {
    /// The maximum number of requests that a server may send in one response.
    private static let serverRequests = 100

    /// Reads a body to the end.
    func collect(_ body: ResponseBody, limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await body.read() {
            guard bytes.count + chunk.count <= limit else { throw tooLarge(limit) }
            bytes += chunk
        }
        return bytes
    }

    /// Reads events until the response to a request arrives.
    func read(_ body: ResponseBody, _ request: RPCRequest, _ activity: Activity) async throws -> RPCResponse {
        var parser = EventStreamParser(limit: limits.messageBytes)
        var (size, asked) = (0, 0)
        func receive(_ event: EventStreamParser.Event) async throws -> RPCResponse? {
            let bytes = parser.withData(of: event) { Array($0) }
            switch RPCMessage(bytes) {
            // Empty events convey an ID or keep the connection open.
            case nil: return nil
            case .response(let id, let response)?: return id == request.id ? response : nil
            case .notification(let method, let params)?:
                activity.note()
                onNotification(method, params)
            case .request(let id, let method)?:
                asked += 1
                guard asked <= Self.serverRequests else {
                    throw MCPError(.invalidMessage, server: server, "too many requests from the server")
                }
                _ = try await post(RPCMessage.answer(to: method, id: id), plainHeaders())
            }
            return nil
        }
        do {
            while let chunk = try await body.read() {
                size += chunk.count
                guard size <= limits.streamBytes else { throw tooLarge(limits.streamBytes) }
                try parser.append(chunk)
                while let event = try parser.next() {
                    if let response = try await receive(event) { return response }
                }
            }
            while let event = try parser.finish() {
                if let response = try await receive(event) { return response }
            }
        } catch is EventStreamParser.TooLarge {
            throw tooLarge(limits.messageBytes)
        }
        throw MCPError(.connection, server: server, "the connection closed before the response was complete")
    }

    private func tooLarge(_ limit: Int) -> MCPError {
        MCPError(.tooLarge, server: server, "the response exceeds \(limit) bytes")
    }
}
