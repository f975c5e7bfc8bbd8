import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@Suite("Calls of hosted tools in conversations", .timeLimit(.minutes(1)))
struct HostedCallTests {
    private let reasoning =
        #"{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"gAAA+/=","future":[1.5]}"#
    private let approvalItem =
        #"{"id":"mcpr_1","type":"mcp_approval_request","server_label":"docs","name":"search","arguments":"{\"q\":\"x\"}"}"#
    private let shellItem =
        #"{"id":"sh_1","type":"shell_call","call_id":"call_s","action":{"commands":["ls"]},"status":"completed"}"#
    private let answerItem =
        #"{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"Found","annotations":[]}]}"#

    private func stream(_ items: String...) -> ScriptedTransport.Step {
        let output = items.joined(separator: ",")
        let usage = #"{"input_tokens":20,"output_tokens":9,"total_tokens":29}"#
        let events = [
            #"{"type":"response.created","response":{"id":"r","status":"in_progress","output":[]}}"#,
            #"{"type":"response.completed","response":{"id":"r","status":"completed","model":"m","output":[\#(output)],"usage":\#(usage)}}"#,
        ]
        return .respond(
            status: 200,
            headers: ["content-type": "text/event-stream"],
            chunks: events.map { Array("data: \($0)\n\n".utf8) }
        )
    }

    private func client(_ steps: ScriptedTransport.Step...) throws -> (OpenAI, ScriptedTransport) {
        let model = ScriptedTransport(steps: steps)
        return (try OpenAI(configuration: OpenAI.Configuration(apiKey: APIKey("sk-test")), transport: model), model)
    }

    private func body(_ model: ScriptedTransport, _ number: Int) throws -> JSONValue {
        try #require(model.requests.count > number)
        return try JSONValue(parsing: model.requests[number].body)
    }

    private func options(_ tools: JSONValue...) -> Conversation.Options {
        var options = Conversation.Options(api: .responses)
        options.prepare = { $0.tools = tools.map { .unknown($0) } }
        return options
    }

    private static let docs: JSONValue = [
        "type": "mcp", "server_label": "docs", "server_url": "https://docs.example/mcp",
    ]

    private func types(_ model: ScriptedTransport, _ number: Int) throws -> [String?] {
        let input = try #require(try body(model, number)["input"]?.arrayValue)
        return input.map { $0["type"]?.stringValue }
    }

    @Test("A request for approval suspends a session's loop, and an encoded conversation continues it")
    func suspension() async throws {
        let (client, model) = try client(stream(reasoning, approvalItem), stream(answerItem))
        let session = ConversationSession(Conversation(model: "m"), client: client, options: options(Self.docs))
        let run = session.run("Search", tools: [], mode: .native)
        _ = try await run.collect()
        #expect(run.end == .suspended)
        let waiting = try #require(session.conversation.pendingTools?.waiting)
        #expect(waiting.map(\.invocation.name) == ["docs.search"] && waiting.map(\.id) == ["mcpr_1"])
        let saved = try JSONEncoder().encode(session.conversation)
        let later = ConversationSession(
            try JSONDecoder().decode(Conversation.self, from: saved),
            client: client,
            options: options(Self.docs)
        )
        let resumed = later.resume(with: ["mcpr_1": .approved], tools: [], mode: .native)
        #expect(try await resumed.collect().text == "Found")
        #expect(later.conversation.pendingTools == nil)
        #expect(later.conversation.messages.map(\.role) == [.user, .assistant, .tool, .assistant])
        #expect(try types(model, 1) == ["message", "reasoning", "mcp_approval_request", "mcp_approval_response"])
        let sent = try body(model, 1)
        #expect(sent["input"]?[3]?["approve"] == true && sent["tools"] == [Self.docs])
        let text = String(decoding: model.requests[1].body, as: UTF8.self)
        #expect(text.contains(reasoning) && text.contains(approvalItem))
    }

    @Test("The approval rule decides without suspending, and a denial has its reason")
    func rule() async throws {
        let (client, model) = try client(stream(approvalItem), stream(answerItem))
        var settings = ToolRunSettings()
        settings.approval = { _ in .denied(reason: "unknown server") }
        var conversation = Conversation(model: "m")
        let completion = try await conversation.send(
            "Search",
            with: client,
            tools: [],
            mode: .native,
            settings: settings,
            options: options(Self.docs)
        )
        #expect(completion.text == "Found")
        let response = try #require(try body(model, 1)["input"]?.arrayValue?.last)
        #expect(response["approve"] == false && response["reason"] == "the call was denied: unknown server")
    }

    @Test("A call whose item has an ID of its own keeps its result, and is left out of chat completions")
    func shell() async throws {
        let bye = ScriptedTransport.Step.json(#"{"choices":[{"message":{"content":"Bye"}}]}"#)
        let (client, model) = try client(stream(shellItem), stream(answerItem), bye)
        let session = ConversationSession(
            Conversation(model: "m"),
            client: client,
            options: options(["type": "shell"])
        )
        let run = session.run("List", tools: [], mode: .native)
        _ = try await run.collect()
        #expect(run.end == .handedOut)
        #expect(session.conversation.pendingTools?.waiting.map(\.id) == ["call_s"])
        let resumed = session.resume(with: ["call_s": .output("a.txt")], tools: [], mode: .native)
        #expect(try await resumed.collect().text == "Found")
        #expect(try types(model, 1) == ["message", "shell_call", "shell_call_output"])
        #expect(try await session.send("Thanks", options: Conversation.Options()).text == "Bye")
        let messages = try #require(try body(model, 2)["messages"]?.arrayValue)
        #expect(messages.map { $0["content"] } == ["List", "Found", "Thanks"])
    }
}
