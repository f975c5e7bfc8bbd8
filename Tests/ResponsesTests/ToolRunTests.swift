import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Tool loops over the Responses API", .timeLimit(.minutes(1)))
struct ToolRunTests {
    private let reasoning =
        #"{"id":"rs_1","type":"reasoning","summary":[],"encrypted_content":"gAAA+/=","future":[1.5]}"#
    private let callItem =
        #"{"id":"fc_1","type":"function_call","call_id":"call_1","name":"weather","arguments":"{\"city\":\"Paris\"}","status":"completed"}"#
    private let answerItem =
        #"{"id":"msg_1","type":"message","role":"assistant","status":"completed","content":[{"type":"output_text","text":"12 °C","annotations":[]}]}"#
    private let approvalItem =
        #"{"id":"mcpr_1","type":"mcp_approval_request","server_label":"docs","name":"search","arguments":"{\"q\":\"x\"}"}"#
    private let shellItem =
        #"{"id":"sh_1","type":"shell_call","call_id":"call_s","action":{"commands":["ls"]},"status":"completed"}"#

    /// The stream of a response with these items, as OpenAI sends it.
    private func stream(_ items: String...) -> ScriptedTransport.Step {
        var lines = [#"{"type":"response.created","response":{"id":"r","status":"in_progress","output":[]}}"#]
        for (place, item) in items.enumerated() {
            lines.append(#"{"type":"response.output_item.added","output_index":\#(place),"item":\#(item)}"#)
            lines.append(#"{"type":"response.output_item.done","output_index":\#(place),"item":\#(item)}"#)
        }
        let output = items.joined(separator: ",")
        let usage =
            #"{"input_tokens":20,"input_tokens_details":{"cached_tokens":8},"output_tokens":9,"output_tokens_details":{"reasoning_tokens":4},"total_tokens":29}"#
        lines.append(
            #"{"type":"response.completed","response":{"id":"r","status":"completed","model":"m-1","output":[\#(output)],"usage":\#(usage)}}"#
        )
        return sse(lines.joined(separator: "\n"))
    }

    private func weather() throws -> FunctionTool {
        FunctionTool(
            "weather",
            description: "The weather of a city.",
            parameters: try JSONSchema([
                "type": "object", "properties": ["city": ["type": "string"]], "required": ["city"],
                "additionalProperties": false,
            ])
        ) { ToolOutput("12 °C in \($0["city"]?.stringValue ?? "")") }
    }

    private func sentItems(_ model: ScriptedTransport, _ place: Int) throws -> [JSONValue] {
        try #require(model.requests[place].json?["input"]?.arrayValue)
    }

    @Test("The reasoning is sent back byte for byte before its call, and nothing is stored on the server")
    func loop() async throws {
        let model = ScriptedTransport(stream(reasoning, callItem), stream(answerItem))
        var request = request
        request.reasoning = ReasoningOptions(effort: .low)
        request.tools = [.webSearch()]
        let run = try model.client().responses.run(request, tools: [weather()])
        #expect(try await run.collect().text == "12 °C")
        #expect(run.end == .answered)
        #expect(run.progress.totalTokens == 58)
        #expect(run.progress.steps.first?.usage?.completionTokensDetails?.reasoningTokens == 4)
        let first = try #require(model.requests[0].json)
        #expect(first["store"] == false)
        #expect(first["include"] == ["reasoning.encrypted_content"])
        #expect(first["reasoning"] == ["effort": "low"])
        #expect(first["tools"]?.arrayValue?.map { $0["type"] } == ["web_search", "function"])
        #expect(first["input"] == "hi")
        let items = try sentItems(model, 1)
        #expect(
            items.map { $0["type"]?.stringValue } == ["message", "reasoning", "function_call", "function_call_output"]
        )
        let text = String(decoding: model.requests[1].body, as: UTF8.self)
        #expect(text.contains(reasoning))
        #expect(text.contains(callItem))
        #expect(items[3]["call_id"] == "call_1" && items[3]["output"] == "12 °C in Paris")
    }

    @Test("Reasoning without encrypted content is left out, and its call is sent without the ID that refers to it")
    func withoutEncryption() async throws {
        let model = ScriptedTransport(
            stream(#"{"id":"rs_1","type":"reasoning","summary":[]}"#, callItem),
            stream(answerItem)
        )
        _ = try await model.client().responses.run(request, tools: [weather()]).collect()
        let items = try sentItems(model, 1)
        #expect(items.map { $0["type"]?.stringValue } == ["message", "function_call", "function_call_output"])
        #expect(items[1]["id"] == nil && items[1]["call_id"] == "call_1")
    }

    @Test("A compaction item in a step replaces the input, except for instructions and input that the server has")
    func compaction() async throws {
        let compaction = #"{"id":"cmp_1","type":"compaction","encrypted_content":"gBBB="}"#
        var request = request
        request.input = [.developer("Be brief."), .user("hi")]
        for isContinued in [false, true] {
            if isContinued { request.previousResponseID = "resp_0" }
            let model = ScriptedTransport(stream(reasoning, compaction, callItem), stream(answerItem))
            _ = try await model.client().responses.run(request, tools: [weather()]).collect()
            let items = try sentItems(model, 1)
            let since = items.dropFirst(isContinued ? 2 : 1)
            #expect(items.first?["role"] == "developer")
            #expect(since.map { $0["type"]?.stringValue } == ["compaction", "function_call", "function_call_output"])
        }
    }

    @Test("State on the server is used only if the request says so")
    func state() async throws {
        let model = ScriptedTransport(stream(callItem), stream(answerItem))
        var request = request
        request.conversation = "conv_1"
        _ = try await model.client().responses.run(request, tools: [weather()]).collect()
        #expect(model.requests[0].json?["store"] == nil)
        // The conversation contains the input and the call.
        #expect(try sentItems(model, 1).map { $0["type"]?.stringValue } == ["function_call_output"])
    }

    @Test("A forced choice of tools applies until the first call, and the loop stops at its condition")
    func conditions() async throws {
        let model = ScriptedTransport(stream(callItem), stream(answerItem))
        var request = request
        request.toolChoice = .required
        let run = try model.client().responses.run(request, tools: [weather()], until: .steps(5))
        _ = try await run.collect()
        #expect(model.requests.map { $0.json?["tool_choice"] } == ["required", "auto"])
        let stopping = ScriptedTransport(stream(callItem))
        let stopped = try stopping.client().responses.run(request, tools: [weather()], until: .steps(1))
        _ = try await stopped.collect()
        #expect(stopping.requests.count == 1)
        if case .stopped? = stopped.end {} else { Issue.record("ended with \(String(describing: stopped.end))") }
    }

    // MARK: Approval

    @Test("A call of an MCP server suspends the loop, and the checkpoint continues it with an approval or a denial")
    func suspension() async throws {
        let resolutions: [(ToolResolution, JSONValue)] = [
            (.approved, ["type": "mcp_approval_response", "approval_request_id": "mcpr_1", "approve": true]),
            (
                .denied(reason: "not now"),
                [
                    "type": "mcp_approval_response", "approval_request_id": "mcpr_1", "approve": false,
                    "reason": "the call was denied: not now",
                ]
            ),
        ]
        for (resolution, sent) in resolutions {
            let model = ScriptedTransport(stream(reasoning, approvalItem), stream(answerItem))
            let client = try model.client()
            let run = client.responses.run(request, tools: [])
            _ = try await run.collect()
            #expect(run.end == .suspended)
            let waiting = try #require(run.progress.waiting.first)
            #expect(waiting.invocation.name == "docs.search" && waiting.invocation.arguments == ["q": "x"])
            let saved = try JSONEncoder().encode(#require(run.checkpoint))
            let checkpoint = try JSONDecoder().decode(ToolCheckpoint.self, from: saved)
            let resumed = client.responses.resume(checkpoint, with: ["mcpr_1": resolution], tools: [])
            #expect(try await resumed.collect().text == "12 °C")
            let items = try sentItems(model, 1)
            #expect(
                items.map { $0["type"]?.stringValue }
                    == ["message", "reasoning", "mcp_approval_request", "mcp_approval_response"]
            )
            #expect(items.last == sent)
            #expect(model.requests[1].json?["store"] == false)
        }
    }

    @Test("A checkpoint that Foundation encodes keeps items and schemas byte for byte, also in its earlier form")
    func checkpointOrder() async throws {
        let model = ScriptedTransport(stream(reasoning, approvalItem), stream(answerItem))
        let client = try model.client()
        let schema =
            #"{"type":"object","properties":{"z":{"type":"string"},"m":{"type":"string"},"a":{"type":"string"}}}"#
        var request = request
        request.tools = [.function(name: "look", parameters: try JSONValue(jsonText: schema))]
        let run = client.responses.run(request, tools: [])
        _ = try await run.collect()
        let checkpoint = try #require(run.checkpoint)
        let saved = try JSONEncoder().encode(checkpoint)
        let restored = try JSONDecoder().decode(ToolCheckpoint.self, from: saved)
        #expect(restored == checkpoint)
        _ = try await client.responses.resume(restored, with: ["mcpr_1": .approved], tools: []).collect()
        let text = String(decoding: model.requests[1].body, as: UTF8.self)
        #expect(text.contains(reasoning))
        #expect(text.contains(approvalItem))
        #expect(text.contains(schema))
        // Objects in place of the text, as in checkpoints of earlier versions.
        var object = try #require(try JSONValue(parsing: Array(saved)).objectValue)
        for name in ["request", "responsesRequest"] {
            object[name] = try JSONValue(jsonText: try #require(object[name]?.stringValue))
        }
        let old = try JSONDecoder().decode(ToolCheckpoint.self, from: Data(JSONValue.object(object).jsonBytes))
        #expect(old == checkpoint)
    }

    @Test("The approval rule decides on calls of MCP servers")
    func rule() async throws {
        let model = ScriptedTransport(stream(approvalItem), stream(answerItem))
        var settings = ToolRunSettings()
        settings.approval = { $0.name.hasPrefix("docs.") ? .approved : .denied(reason: "unknown server") }
        let run = try model.client().responses.run(request, tools: [], settings: settings)
        #expect(try await run.collect().text == "12 °C")
        #expect(try sentItems(model, 1).last?["approve"] == true)
    }

    @Test("Commands of the shell tool wait for their result, or are denied by the rule")
    func shell() async throws {
        let model = ScriptedTransport(stream(shellItem), stream(answerItem))
        let client = try model.client()
        var request = request
        request.tools = [.shell]
        let run = client.responses.run(request, tools: [])
        _ = try await run.collect()
        #expect(run.end == .handedOut)
        #expect(run.progress.waiting.map(\.id) == ["call_s"])
        let checkpoint = try #require(run.checkpoint)
        let resumed = client.responses.resume(checkpoint, with: ["call_s": .output("a.txt")], tools: [])
        _ = try await resumed.collect()
        let result = try #require(try sentItems(model, 1).last)
        #expect(result["type"] == "shell_call_output" && result["call_id"] == "call_s")
        #expect(result["output"]?.arrayValue?.first?["stdout"] == "a.txt")
        #expect(model.requests[1].json?["tools"] == [["type": "shell"]])

        let denying = ScriptedTransport(stream(shellItem), stream(answerItem))
        var settings = ToolRunSettings()
        settings.approval = { _ in .denied(reason: "no shell") }
        _ = try await denying.client().responses.run(request, tools: [], settings: settings).collect()
        let denied = try #require(try sentItems(denying, 1).last?["output"]?.arrayValue?.first)
        #expect(denied["stderr"] == "the call was denied: no shell" && denied["outcome"]?["exit_code"] == 1)
    }

    @Test("Commands that a container on the server has run do not wait")
    func container() async throws {
        let inContainer = shellItem.replacing(
            #""action""#,
            with: #""environment":{"type":"container_reference","container_id":"c"},"action""#
        )
        let run = try ScriptedTransport(stream(inContainer, answerItem)).client().responses.run(request, tools: [])
        #expect(try await run.collect().text == "12 °C")
        #expect(run.end == .answered)
    }

    @Test("Sent to chat completions, calls of hosted tools and their results are left out")
    func toChat() async throws {
        let model = ScriptedTransport(stream(reasoning, approvalItem), stream(answerItem))
        var settings = ToolRunSettings()
        settings.approval = { _ in .approved }
        let client = try model.client()
        let run = client.responses.run(request, tools: [], settings: settings)
        _ = try await run.collect()
        var chat = try #require(run.checkpoint?.request)
        chat.tools = nil
        chat.messages.append(.user("Thanks"))
        let server = ScriptedTransport.answers("Bye")
        _ = try await server.client().chat.completions.create(chat)
        let sent = try #require(server.requests[0].json)
        #expect(!sent.jsonText.contains("mcp") && !sent.jsonText.contains("response_items"))
        #expect(sent["messages"]?.arrayValue?.map { $0["content"] } == ["12 °C", "Thanks"])
    }
}
