internal import Waiter

/// A snapshot of a server's tools.
struct ToolListing: Sendable {
    /// The maximum number of pages in a list. The limit on the number of tools is not sufficient, because pages can be
    /// empty.
    private static let maximumPages = 1000

    private(set) var tools: [ToolDefinition] = []
    private(set) var rejections: [ToolDefinition.Rejection] = []
    /// The generation of the connection over which the tools were listed.
    let generation: Int
    /// The time at which the tools were listed.
    let time: Duration

    subscript(name: String) -> ToolDefinition? { tools.first { $0.name == name } }

    /// Requests all pages of the list.
    static func request(
        over link: MCPSession.Link,
        server: String,
        limits: MCPOptions.Limits,
        clock: CallClock,
        nextID: () -> Int64
    ) async throws -> ToolListing {
        var listing = ToolListing(generation: link.generation, time: clock.now())
        var (names, cursors): (Set<String>, Set<String>) = ([], [])
        var params = JSONObject()
        for _ in 0..<maximumPages {
            let request = RPCRequest(id: nextID(), method: .listTools, params: params, era: link.agreement.era)
            let result: JSONValue
            switch try await link.connection.send(request, activity: Activity(clock)) {
            case .success(let value): result = value
            case .failure(let failure):
                // A server without tools might not implement the method.
                if failure.code == -32601 { return listing }
                var error = MCPError(.serverError, server: server, "cannot list the tools: \(failure.message)")
                error.serverCode = failure.code
                throw error
            }
            guard let page = result["tools"]?.arrayValue else {
                throw MCPError(.invalidMessage, server: server, "the tool list has no 'tools' array")
            }
            guard names.count + page.count <= limits.tools else {
                throw MCPError(.tooLarge, server: server, "the server offers more than \(limits.tools) tools")
            }
            for element in page { listing.add(element, &names, limits) }
            guard let cursor = result["nextCursor"]?.stringValue else { return listing }
            guard cursors.insert(cursor).inserted else { break }
            params["cursor"] = .string(cursor)
        }
        throw MCPError(.invalidMessage, server: server, "the tool list has too many pages")
    }

    private mutating func add(_ element: JSONValue, _ names: inout Set<String>, _ limits: MCPOptions.Limits) {
        do {
            let tool = try ToolDefinition(element, maximumBytes: limits.toolBytes)
            guard names.insert(tool.name).inserted else {
                throw ToolDefinition.Rejection(name: tool.name, reason: "the server lists it twice")
            }
            tools.append(tool)
        } catch let rejection as ToolDefinition.Rejection {
            names.insert("\(names.count) \(rejection.name)")
            rejections.append(rejection)
        } catch {
            return
        }
    }
}
