import Foundation
import HTTPTypes
import Waiter
import WaiterMCP
import WaiterTesting

/// Typed answers, calls of tools, and messages of servers of tools.
extension HostileInput {
    /// The parts of an input: a prefix, a repeated unit, and a suffix.
    private typealias Parts = (name: String, head: String, unit: String, tail: String)

    // MARK: Typed answers

    static let typedAnswers: [HostileInput] = wholeAnswers.map(typedAnswer) + streamedAnswers.map(streamedAnswer)

    private static let wholeAnswers: [Parts] = [
        ("numbers", #""[0"#, ",0.123456789012", #"]""#),
        ("text", #""[\""#, "0123456789", #"\"]""#),
        ("fences", #"""#, #"```\n[0.12345678901234567890]"#, #"""#),
        ("nested", #"""#, "[", #"""#),
    ]

    private static let streamedAnswers: [Parts] = [
        ("text", #"[\""#, "0123456789", ""), ("values", "[", "0.12345678901234567890,", ""),
        ("nested", String(repeating: "[", count: 500), "0.12345678901234567890,", ""),
    ]

    private static func typedAnswer(_ parts: Parts) -> HostileInput {
        let bytes = answer("content", parts.head, parts.unit, parts.tail)
        return HostileInput(name: "typed, \(parts.name)", bytes: bytes, parse: typed)
    }

    private static func streamedAnswer(_ parts: Parts) -> HostileInput {
        let bytes = repeated(event(parts.head), event(parts.unit), end)
        return HostileInput(name: "typed stream, \(parts.name)", bytes: bytes, parse: typedStream)
    }

    private static func event(_ content: String) -> String {
        #"data: {"choices":[{"delta":{"content":""# + content + "\"}}]}\n\n"
    }

    @Sendable
    private static func typed(_ bytes: [UInt8]) async -> String {
        await outcome { try await client(bytes, "application/json").chat.completions.parse(request, as: [Double].self) }
    }

    @Sendable
    private static func typedStream(_ bytes: [UInt8]) async -> String {
        await outcome {
            let stream = try await client(bytes, "text/event-stream").chat.completions.stream(
                request,
                as: [Double].self
            )
            for try await _ in stream {}
        }
    }

    // MARK: Tools

    static let tools: [HostileInput] = arguments.flatMap(toolArguments) + [toolCalls]

    private static let arguments: [Parts] = [
        ("text", #"{\"a\":\""#, "0123456789", #"\"}"#), ("nested", "", "[", ""),
        ("values", #"{\"a\":["#, "0.12345678901234567890,", "0]}"),
    ]

    private static func toolArguments(_ parts: Parts) -> [HostileInput] {
        let call = #"[{"id":"a","type":"function","function":{"name":"f","arguments":""#
        let bytes = answer("tool_calls", call + parts.head, parts.unit, parts.tail + #""}}]"#)
        return [
            HostileInput(name: "tool arguments, \(parts.name)", bytes: bytes) { await run($0, ToolRunSettings()) },
            HostileInput(name: "tool arguments without limit, \(parts.name)", bytes: bytes) { bytes in
                var settings = ToolRunSettings()
                settings.maxArgumentBytes = .max
                return await run(bytes, settings)
            },
        ]
    }

    private static let toolCalls = HostileInput(
        name: "tool calls",
        bytes: answer("tool_calls", "[", #"{"id":"a","function":{"name":"f","arguments":"{}"}},"#, "{}]")
    ) { await run($0, ToolRunSettings()) }

    private static func run(_ bytes: [UInt8], _ settings: ToolRunSettings) async -> String {
        await outcome {
            let schema = try JSONSchema(["type": "object", "properties": ["a": ["type": ["string", "array"]]]])
            let tool = FunctionTool("f", description: nil, parameters: schema) { _ in ToolOutput("done") }
            let client = try client(bytes, "application/json")
            return try await client.chat.completions.run(request, tools: [tool], until: .steps(1), settings: settings)
                .collect()
        }
    }

    // MARK: Servers of tools

    static let protocolMessages: [HostileInput] =
        messages.map(messageInput) + events.map(eventInput) + lines.map(lineInput)

    private static let messages: [Parts] = [
        ("values", #"{"jsonrpc":"2.0","id":1,"result":{"content":["#, "0.1234567890123,", "0]}}"),
        ("nested", #"{"jsonrpc":"2.0","id":1,"result":"#, "[", "}"),
        ("not JSON", "", "x", ""),
    ]

    private static let events: [Parts] = [
        ("notifications", "", "data: \(notification)\n\n", ""),
        ("large event", "data: ", "x", "\n\n"),
        ("line without end", "", "x", ""),
        ("comments", "", ":\n", ""),
        ("requests", "", "data: \(ping)\n\n", ""),
    ]

    private static let lines: [Parts] = [
        ("notifications", "", "\(notification)\n", ""), ("line without end", "", "x", ""),
        ("stray lines", "", "x\n", ""),
        ("empty lines", "", "\n", ""), ("requests", "", "\(ping)\n", ""),
        ("responses to nobody", "", #"{"jsonrpc":"2.0","id":99,"result":{}}"# + "\n", ""),
    ]

    private static let ping = #"{"jsonrpc":"2.0","id":"a","method":"ping"}"#

    private static func messageInput(_ parts: Parts) -> HostileInput {
        HostileInput(name: "MCP message, \(parts.name)", bytes: repeated(parts.head, parts.unit, parts.tail)) {
            await connect($0, "application/json")
        }
    }

    private static func eventInput(_ parts: Parts) -> HostileInput {
        HostileInput(name: "MCP events, \(parts.name)", bytes: repeated(parts.head, parts.unit, parts.tail)) {
            await connect($0, "text/event-stream")
        }
    }

    private static func lineInput(_ parts: Parts) -> HostileInput {
        HostileInput(
            name: "MCP lines, \(parts.name)",
            bytes: repeated(parts.head, parts.unit, parts.tail),
            parse: launch
        )
    }

    private static let notification =
        #"{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"\u001b[1m"}}"#

    private static func connect(_ bytes: [UInt8], _ contentType: String) async -> String {
        let head = HTTPResponse(status: .ok, headerFields: [.contentType: contentType])
        let transport = ScriptedTransport(
            .handle { _ in
                TransportResponse(head: head, body: ResponseBody { try await write(bytes, to: $0) })
            }
        )
        return await mcpOutcome { try MCPServer.http("https://example.com/mcp", transport: transport) }
    }

    /// Connects to a program that prints the bytes.
    @Sendable
    private static func launch(_ bytes: [UInt8]) async -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "waiter-probe-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: file) }
        guard (try? Data(bytes).write(to: file)) != nil else { return "FAILED" }
        return await mcpOutcome {
            try MCPServer.program("/bin/cat \(file.path)", environment: ProgramEnvironment())
        }
    }

    private static func mcpOutcome(_ server: () throws -> MCPServer) async -> String {
        await outcome {
            do {
                let client = try await MCPClient.connect(to: server())
                await client.shutdown()
            } catch let error as MCPError {
                throw OpenAIError(.invalidResponse, "\(error.code)")
            }
        }
    }
}
