import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterMCP
import WaiterTesting

/// The answers of a scripted server to the messages that it receives.
private typealias Answer = @Sendable (_ message: JSONValue, _ head: HTTPRequest) -> ScriptedTransport.Step

private let stateless: JSONValue = ["supportedVersions": ["2026-07-28"], "capabilities": [:]]

private func result(_ message: JSONValue, _ value: JSONValue, headers: [String: String] = [:]) -> ScriptedTransport.Step
{
    let response: JSONValue = ["jsonrpc": "2.0", "id": message["id"] ?? .null, "result": value]
    return .json(response.jsonText, headers: headers)
}

private func failure(_ message: JSONValue, _ code: Int64, status: Int) -> ScriptedTransport.Step {
    let error: JSONValue = ["code": .integer(code), "message": "no"]
    return .json(JSONValue(["jsonrpc": "2.0", "id": message["id"] ?? .null, "error": error]).jsonText, status: status)
}

extension JSONValue {
    fileprivate init(_ object: JSONObject) { self = .object(object) }
}

/// Returns a transport whose server answers each message with a closure.
private func transport(_ answer: @escaping Answer) -> ScriptedTransport {
    ScriptedTransport(
        .handle { request in
            let message = (try? JSONValue(parsing: request.body)) ?? .null
            let single = ScriptedTransport(answer(message, request.head))
            return try await single.send(request, progress: TransportProgress { _ in })
        }
    )
}

private let echo: JSONValue = [
    "tools": [
        [
            "name": "écho",
            "inputSchema": [
                "type": "object",
                "properties": [
                    "region": ["type": "string", "x-mcp-header": "Region"],
                    "nested": ["type": "object", "properties": ["n": ["type": "integer", "x-mcp-header": "N"]]],
                ],
            ],
        ],
        [
            "name": "bad",
            "inputSchema": ["type": "object", "properties": ["x": ["type": "number", "x-mcp-header": "X"]]],
        ],
        ["name": "worse", "inputSchema": ["type": "object", "items": ["x-mcp-header": "X"]]],
    ]
]

private func connect(
    _ transport: ScriptedTransport,
    url: String = "https://example.com/mcp/",
    headers: [String: String] = [:],
    options: MCPOptions = MCPOptions(),
    clock: any Clock<Duration> = ContinuousClock(),
    onEvent: @escaping @Sendable (MCPEvent) -> Void = { _ in }
) async throws -> MCPClient {
    let server = try MCPServer.http(url, name: "web", headers: headers, transport: transport)
    return try await MCPClient.connect(to: server, options: options, clock: clock, onEvent: onEvent)
}

extension HTTPFields {
    fileprivate subscript(_ name: String) -> String? { HTTPField.Name(name).flatMap { self[$0] } }
}

@Suite("MCP servers over HTTP", .timeLimit(.minutes(1)))
struct HTTPTests {
    @Test("Requests of the stateless protocol carry its metadata and headers")
    func stateless() async throws {
        let scripted = transport { message, _ in
            switch message["method"] {
            case "server/discover": result(message, WaiterMCPTests.stateless)
            case "tools/list": result(message, echo)
            default: result(message, ["content": [["type": "text", "text": "ok"]]])
            }
        }
        let client = try await connect(scripted, headers: ["Authorization": "Bearer x"])
        let tools = try await client.tools()
        #expect(tools.count == 1)
        #expect(try await tools[0].run(["region": " Ö", "nested": ["n": 42]]).text == "ok")
        let request = try #require(scripted.requests.last)
        #expect(request.head.path == "/mcp/")
        let fields = request.head.headerFields
        #expect(fields["accept"] == "application/json, text/event-stream")
        #expect(fields["authorization"] == "Bearer x")
        #expect(fields["mcp-protocol-version"] == "2026-07-28")
        #expect(fields["mcp-method"] == "tools/call")
        #expect(fields["mcp-name"] == "=?base64?w6ljaG8=?=")
        #expect(fields["mcp-param-region"] == "=?base64?IMOW?=")
        #expect(fields["mcp-param-n"] == "42")
        let meta = try JSONValue(parsing: request.body)["params"]?["_meta"]
        #expect(meta?["io.modelcontextprotocol/protocolVersion"] == "2026-07-28")
        #expect(meta?["io.modelcontextprotocol/clientInfo"]?["name"] == "waiter")
        #expect(meta?["io.modelcontextprotocol/clientCapabilities"] == [:])
        await client.shutdown()
    }

    @Test("An older server gets initialize, its session and version in headers, and the end of the session")
    func session() async throws {
        let scripted = transport { message, head in
            switch (head.method, message["method"]) {
            case (.delete, _): .respond(status: 204, headers: [:], chunks: [])
            case (_, "server/discover"): failure(message, -32600, status: 400)
            case (_, "initialize"):
                result(
                    message,
                    ["protocolVersion": "2025-06-18", "capabilities": [:]],
                    headers: ["mcp-session-id": "s1"]
                )
            case (_, "notifications/initialized"): .respond(status: 202, headers: [:], chunks: [])
            default: result(message, ["tools": []])
            }
        }
        let client = try await connect(scripted)
        #expect(client.protocolVersion == "2025-06-18")
        #expect(try await client.tools().isEmpty)
        await client.shutdown()
        let requests = scripted.requests
        #expect(requests.map(\.head.method) == [.post, .post, .post, .post, .delete])
        #expect(requests[1].head.headerFields["mcp-protocol-version"] == nil)
        for request in requests[2...] {
            #expect(request.head.headerFields["mcp-session-id"] == "s1")
            #expect(request.head.headerFields["mcp-protocol-version"] == "2025-06-18")
            #expect(request.head.headerFields["mcp-method"] == nil)
        }
    }

    @Test("A session that the server has forgotten is created again for the next call")
    func lostSession() async throws {
        let sessions = Mutex(0)
        let scripted = transport { message, head in
            switch message["method"] {
            case "server/discover": return .respond(status: 404, headers: [:], chunks: [])
            case "initialize":
                let number = sessions.withLock { count in
                    count += 1
                    return count
                }
                return result(message, ["protocolVersion": "2025-11-25"], headers: ["mcp-session-id": "s\(number)"])
            case "notifications/initialized": return .respond(status: 202, headers: [:], chunks: [])
            case "tools/list": return result(message, echo)
            default:
                guard head.headerFields["mcp-session-id"] != "s1" else { return failure(message, -32001, status: 404) }
                return result(message, ["content": [["type": "text", "text": "ok"]]])
            }
        }
        let client = try await connect(scripted)
        let tool = try #require(try await client.tools().first)
        #expect(await mcpError { try await tool.run() }?.code == .exited)
        #expect(try await tool.run().text == "ok")
    }

    @Test("Events before the response are handled, and requests among them are answered")
    func events() async throws {
        let recorder = Recorder()
        let scripted = transport { message, _ in
            switch message["method"] {
            case "server/discover": return result(message, WaiterMCPTests.stateless)
            case "tools/list": return result(message, echo)
            case "tools/call":
                let id = message["id"] ?? .null
                let token = message["params"]?["_meta"]?["progressToken"] ?? .null
                let progress: JSONValue = [
                    "jsonrpc": "2.0", "method": "notifications/progress",
                    "params": ["progressToken": token, "progress": 1, "total": 2],
                ]
                let log: JSONValue = [
                    "jsonrpc": "2.0", "method": "notifications/message",
                    "params": ["level": "warning", "data": "hot\u{1B}[1m"],
                ]
                let question: JSONValue = ["jsonrpc": "2.0", "id": "q", "method": "roots/list"]
                let answer: JSONValue = ["jsonrpc": "2.0", "id": id, "result": ["content": []]]
                return .events(
                    ": ping\n\nid: 1\ndata:\n\n",
                    "data: \(progress.jsonText)\n\ndata: \(log.jsonText)\n\n",
                    "data: \(question.jsonText)\n\nevent: message\ndata: \(answer.jsonText)\n\n"
                )
            default: return .respond(status: 202, headers: [:], chunks: [])
            }
        }
        let client = try await connect(scripted, onEvent: recorder.record)
        let tool = try #require(try await client.tools().first)
        #expect(try await tool.run() == ToolOutput(""))
        #expect(
            recorder.events.suffix(2) == [
                .progress(tool: "écho", done: 1, total: 2, message: nil), .log(level: "warning", text: "hot"),
            ]
        )
        let reply = try JSONValue(parsing: #require(scripted.requests.last).body)
        #expect(reply["id"] == "q")
        #expect(reply["error"]?["code"] == -32601)
    }

    @Test("A response on the last line of a stream without blank lines is found")
    func lastLine() async throws {
        let scripted = transport { message, _ in
            guard message["method"] != "server/discover" else { return result(message, WaiterMCPTests.stateless) }
            let log: JSONValue = ["jsonrpc": "2.0", "method": "notifications/message", "params": ["data": "a"]]
            let answer: JSONValue = ["jsonrpc": "2.0", "id": message["id"] ?? .null, "result": echo]
            return .events("data: \(log.jsonText)\ndata: \(answer.jsonText)")
        }
        #expect(try await connect(scripted).tools().count == 1)
    }

    @Test("An error of the protocol is told to the model")
    func protocolError() async throws {
        let scripted = transport { message, _ in
            switch message["method"] {
            case "server/discover": result(message, WaiterMCPTests.stateless)
            case "tools/list": result(message, echo)
            default: failure(message, -32602, status: 400)
            }
        }
        let tool = try #require(try await connect(scripted).tools().first)
        #expect(try await tool.run() == ToolOutput("the server reported an error: no", isError: true))
    }

    @Test(
        "Failures of HTTP have codes",
        arguments: [
            (.json("{}", status: 401), .unauthorized), (.json("{}", status: 503), .httpStatus),
            (.fail(TransportError(.refused, reason: "connection refused")), .connection),
            (.respond(status: 307, headers: ["location": "https://evil.example/mcp"], chunks: []), .connection),
            (.respond(status: 307, headers: ["location": "/mcp"], chunks: []), .connection),
            (.respond(status: 200, headers: [:], chunks: [Array("hello".utf8)]), .invalidMessage),
            (.events("data: {}\n\n"), .connection),
        ] as [(ScriptedTransport.Step, MCPError.Code)]
    )
    func failures(step: ScriptedTransport.Step, code: MCPError.Code) async throws {
        let error = await mcpError { try await connect(ScriptedTransport(step)) }
        #expect(error?.code == code)
    }

    @Test("Responses and events beyond the limits are refused")
    func limits() async throws {
        var options = MCPOptions()
        options.limits.messageBytes = 1000
        options.limits.streamBytes = 5000
        let long = String(repeating: "x", count: 2000)
        for step: ScriptedTransport.Step in [
            .json("{\"x\": \"\(long)\"}"), .events("data: \(long)\n\n"),
            .events(": \(long)\n", ": \(long)\n", ": \(long)\n"),
        ] {
            let error = await mcpError { try await connect(ScriptedTransport(step), options: options) }
            #expect(error?.code == .tooLarge)
        }
    }

    @Test("A server that never answers ends in a timeout; closing the stream cancels a stateless call")
    func timeouts() async throws {
        let clock = ManualClock()
        async let failure = mcpError { try await connect(ScriptedTransport(.hang), clock: clock) }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(60))
        #expect(await failure?.code == .timeout)

        let scripted = transport { message, _ in
            switch message["method"] {
            case "server/discover": result(message, WaiterMCPTests.stateless)
            case "tools/list": result(message, echo)
            default: .stall(headers: ["content-type": "text/event-stream"], chunks: [])
            }
        }
        let tool = try #require(try await connect(scripted, clock: clock).tools().first)
        let count = scripted.requests.count
        async let stalled = mcpError { try await tool.run() }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(60))
        #expect(await stalled?.code == .timeout)
        #expect(scripted.requests.count == count + 1)
    }

    @Test("A server with sessions is told that a call was cancelled")
    func cancellation() async throws {
        let (begun, beginning) = AsyncStream<Void>.makeStream()
        let scripted = transport { message, _ in
            switch message["method"] {
            case "server/discover": return failure(message, -32601, status: 404)
            case "initialize": return result(message, ["protocolVersion": "2025-03-26"])
            case "tools/list": return result(message, echo)
            case "tools/call":
                beginning.finish()
                return .hang
            default: return .respond(status: 202, headers: [:], chunks: [])
            }
        }
        let tool = try #require(try await connect(scripted).tools().first)
        let task = Task { try await tool.run() }
        for await _ in begun {}
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let messages = try scripted.requests.suffix(2).map { try JSONValue(parsing: $0.body) }
        #expect(messages.map { $0["method"] } == ["tools/call", "notifications/cancelled"])
        #expect(messages[1]["params"]?["requestId"] == messages[0]["id"])
    }

    @Test("A token that a server echoes is masked")
    func echoedToken() async throws {
        let scripted = transport { message, _ in
            switch message["method"] {
            case "server/discover": return result(message, WaiterMCPTests.stateless)
            case "tools/list": return result(message, echo)
            default:
                let error: JSONValue = ["code": -32000, "message": "token-0123456789abcdef is wrong"]
                return .json(JSONValue(["jsonrpc": "2.0", "id": message["id"] ?? .null, "error": error]).jsonText)
            }
        }
        let client = try await connect(scripted, headers: ["Authorization": "Bearer token-0123456789abcdef"])
        let output = try await #require(try await client.tools().first).run()
        #expect(output.isError)
        #expect(!output.text.contains("0123456789"))
    }

    @Test("A redirect within the origin is followed")
    func redirect() async throws {
        let scripted = transport { message, head in
            if head.path == "/mcp" { return .respond(status: 308, headers: ["location": "/mcp/v2"], chunks: []) }
            return result(message, WaiterMCPTests.stateless)
        }
        let client = try await connect(scripted, url: "https://example.com/mcp")
        #expect(client.protocolVersion == "2026-07-28")
    }

    @Test(
        "Unusable addresses, headers and names are refused",
        arguments: [
            ("ftp://x", [:], "a"), ("https://user@x", [:], "a"), ("https://x", ["Mcp-Name": "x"], "a"),
            ("https://x", ["a b": "x"], "a"), ("https://x", ["x": "a\nb"], "a"), ("https://x", [:], "a b"),
            ("https://x", [:], ""), ("http://example.com", ["Authorization": "Bearer x"], "a"),
        ] as [(String, [String: String], String)]
    )
    func configuration(url: String, headers: [String: String], name: String) async throws {
        let error = await mcpError { try MCPServer.http(url, name: name, headers: headers) }
        #expect(error?.code == .configuration)
    }
}
