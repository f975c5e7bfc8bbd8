import Foundation
import Testing
import WaiterTestSupport

@testable import Waiter

@Suite("Schema-based tools", .timeLimit(.minutes(1)))
struct ToolSchemaTests {
    private func sent(_ request: ChatCompletionRequest, _ tools: [FunctionTool]) throws -> ChatCompletionRequest {
        try ToolWire(ToolTable(tools), mode: .schema).request(request, after: ToolProgress())
    }

    private func schema(_ request: ChatCompletionRequest) -> JSONValue? {
        guard case .jsonSchema(let format)? = request.responseFormat else { return nil }
        return format.schema
    }

    @Test("The answer is a choice between each tool and the answer itself, tagged by constants")
    func choice() throws {
        let sent = try sent(request(), [tool("add"), tool("sub")])
        let choices = try #require(schema(sent)?["anyOf"]?.arrayValue)
        #expect(choices.map { $0["properties"]?["tool"]?["const"] } == ["add", "sub", nil])
        #expect(choices[0]["properties"]?["arguments"] == (try numbers().value))
        #expect(choices[2]["required"] == ["answer"])
        #expect(sent.tools == nil)
        #expect(sent.messages.first?.role == .system)
        #expect(sent.messages.first?.text.contains("- add: Does add.") == true)
    }

    @Test("A forced choice leaves no answer option, and forbidding tools leaves no schema")
    func forced() throws {
        var request = request()
        request.toolChoice = .function("sub")
        let one = try sent(request, [tool("add"), tool("sub")])
        #expect(schema(one)?["properties"]?["tool"]?["const"] == "sub")
        #expect(one.toolChoice == nil)
        request.toolChoice = ToolChoice.none
        #expect(try sent(request, [tool("add")]).responseFormat == nil)
    }

    @Test("Schema definitions move to the root under unique names")
    func definitions() throws {
        let tree = try JSONSchema([
            "type": "object", "properties": ["root": ["$ref": "#/$defs/Node"]],
            "$defs": ["Node": ["type": "object", "properties": ["next": ["$ref": "#/$defs/Node"]]]],
        ])
        let list = try JSONSchema(["type": "object", "properties": ["next": ["$ref": "#"]]])
        let tools = [tree, list].enumerated().map { place, schema in
            FunctionTool("t\(place)", description: nil, parameters: schema) { _ in "" }
        }
        var request = request()
        request.responseFormat = .jsonSchema(
            name: "x",
            schema: [
                "type": "object", "properties": ["a": ["$ref": "#/$defs/Node"]], "$defs": ["Node": ["type": "string"]],
            ]
        )
        let schema = try #require(schema(try sent(request, tools)))
        let definitions = try #require(schema["$defs"]?.objectValue)
        #expect(definitions.keys == ["tool0_Node", "tool1_root", "answer_Node"])
        #expect(definitions["tool0_Node"]?["properties"]?["next"]?["$ref"] == "#/$defs/tool0_Node")
        #expect(definitions["tool1_root"]?["properties"]?["next"]?["$ref"] == "#/$defs/tool1_root")
        let choices = try #require(schema["anyOf"]?.arrayValue)
        #expect(choices[1]["properties"]?["arguments"] == ["$ref": "#/$defs/tool1_root"])
        #expect(choices[2]["properties"]?["answer"]?["properties"]?["a"]?["$ref"] == "#/$defs/answer_Node")
    }

    @Test("Calls and results are written as assistant and user messages")
    func history() throws {
        var request = request()
        request.messages = [
            .system("Be brief."), .user("1+1?"),
            .assistant(toolCalls: [
                .function(id: "a", name: "add", arguments: #"{"n":1}"#), .function(id: "b", name: "add", arguments: ""),
            ]),
            .tool("2", toolCallID: "a"), .tool("3", toolCallID: "b"), .assistant("2"), .user("Thanks"),
        ]
        let messages = try sent(request, [tool("add")]).messages
        #expect(messages.map(\.role) == [.system, .user, .assistant, .user, .assistant, .user, .assistant, .user])
        #expect(messages[0].text.hasPrefix("Be brief.\n\nYou have these tools:"))
        #expect(messages[2].text == #"{"tool":"add","arguments":{"n":1}}"#)
        #expect(messages[3].text == #"The result is 2. Write {"answer": "..."}."#)
        #expect(messages[4].text == #"{"tool":"add","arguments":{}}"#)
        #expect(messages[6].text == #"{"answer":"2"}"#)
    }

    @Test("A loop with schema-based tools calls the tool and streams the answer's text")
    func loop() async throws {
        let model = ScriptedTransport.answers(
            .stream(#"{"tool": "add","#, #" "arguments": {"n": 1}}"#),
            .stream(#"{"ans"#, #"wer": "It\"#, #"u0020is \u"#, #"d83d\ude"#, #"00 2"}"#)
        )
        let run = try model.client().chat.completions.run(request(), tools: [tool("add") { _ in "2" }], mode: .schema)
        var texts: [String] = []
        for try await step in run {
            for try await event in step where !event.text.isEmpty { texts.append(event.text) }
        }
        #expect(texts == ["It", " is ", "😀 2"])
        #expect(run.completion?.text == "It is 😀 2")
        #expect(run.mode == .schema)
        #expect(run.checkpoint?.request.messages.map(\.role) == [.user, .assistant, .tool, .assistant])
        #expect(run.checkpoint?.request.messages[1].toolCalls.first?.function?.name == "add")
        #expect(model.chatRequests.allSatisfy { $0.tools == nil && schema($0) != nil })
        #expect(model.chatRequests[1].messages.last?.text == #"The result is 2. Write {"answer": "..."}."#)
    }

    @Test("An answer that ignores the schema is the answer", arguments: ["Just text", #"{"other": 1}"#, "[1]"])
    func ignored(text: String) async throws {
        let model = ScriptedTransport.answers(.text(text))
        let run = try model.client().chat.completions.run(request(), tools: [tool("add")], mode: .schema)
        var shown = ""
        for try await step in run {
            for try await event in step { shown += event.text }
        }
        #expect(shown == text)
        #expect(run.end == .answered)
    }

    @Test("An answer in the user's own schema is returned as JSON")
    func ownFormat() async throws {
        let model = ScriptedTransport.answers(#"{"answer": {"sum": 3}}"#)
        var request = request()
        request.responseFormat = .jsonSchema(name: "sum", schema: ["type": "object"])
        let run = try model.client().chat.completions.run(request, tools: [tool("add")], mode: .schema)
        #expect(try await run.collect().text == #"{"sum":3}"#)
    }

    @Test("The text of an answer is the same however it is chunked")
    func splits() throws {
        let text = "a\"b\\c\n\t/é😀\u{1}\u{FFFD}"
        let json: JSONValue = ["answer": .string(text)]
        let escaped = #"{ "answer" : "\ud83d\ude00\ud800x\u00e9\/\b" }"#
        for (source, expected) in [(json.jsonText, text), (escaped, "😀\u{FFFD}xé/\u{8}")] {
            let scalars = Array(source.unicodeScalars)
            for place in scalars.indices {
                var reader = SchemaAnswerReader()
                var parts = ""
                for part in [scalars[..<place], scalars[place...]] {
                    parts += reader.read(String(String.UnicodeScalarView(part)))
                }
                #expect(parts == expected)
                #expect(reader.isAnswer)
            }
        }
    }

    @Test("A model that repeats a schema-based call has to answer")
    func repetition() async throws {
        let call = ScriptedTransport.Answer.text(#"{"tool":"add","arguments":{"n":1}}"#)
        let model = ScriptedTransport.answers(call, call, #"{"answer":"2"}"#)
        let run = try model.client().chat.completions.run(request(), tools: [tool("add") { _ in "2" }], mode: .schema)
        #expect(try await run.collect().text == "2")
        #expect(schema(model.chatRequests[1])?["anyOf"]?.arrayValue?.count == 2)
        #expect(schema(model.chatRequests[2])?["required"] == ["answer"])
    }

    // MARK: Finding out

    private func client(_ server: FaultServer) throws -> OpenAI {
        try OpenAI(
            configuration: .init(
                apiKey: APIKey("sk-test-0123456789"),
                baseURL: BaseURL(server.address + "/v1"),
                retry: RetryPolicy(maxRetries: 0)
            )
        )
    }

    private static func stream(_ text: String, promptTokens: Int = 500) -> FaultServer.Step {
        let chunk: JSONValue = [
            "object": "chat.completion.chunk", "model": "m",
            "choices": [["index": 0, "delta": ["content": .string(text)], "finish_reason": "stop"]],
            "usage": ["prompt_tokens": .integer(Int64(promptTokens)), "completion_tokens": 1],
        ]
        return .response("data: \(chunk.jsonText)\n\ndata: [DONE]\n\n", headers: ["content-type: text/event-stream"])
    }

    @Test("llama.cpp is asked once per model, outside its API, what its template supports", arguments: [true, false])
    func properties(isSupported: Bool) async throws {
        let server = try FaultServer { request, _ in
            if request.path.hasPrefix("/props") {
                return [.response(#"{"chat_template_caps":{"supports_tools":\#(isSupported)}}"#)]
            }
            return [Self.stream(#"{"answer":"Hi"}"#)]
        }
        let client = try client(server)
        for _ in 0..<2 {
            let run = client.chat.completions.run(request(), tools: [try tool("add")])
            let text = try await run.collect().text
            #expect(text == (isSupported ? #"{"answer":"Hi"}"# : "Hi"))
            #expect(run.mode == (isSupported ? .native : .schema))
        }
        #expect(server.requests.count { $0.path.hasPrefix("/props") } == 1)
        #expect(server.requests[0].path == "/props?model=m")
    }

    @Test(
        "A server that rejects tools gets schema-based tools, then and in later calls",
        arguments: [
            "registry.ollama.ai/library/x does not support tools",
            #""auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set"#,
        ]
    )
    func rejected(message: String) async throws {
        let server = try FaultServer { request, _ in
            if request.path.hasPrefix("/props") { return [.response("not found", status: "404 Not Found")] }
            let body = try? JSONValue(jsonText: String(decoding: request.body, as: UTF8.self))
            guard body?["tools"] == nil else {
                let error: JSONValue = ["error": ["message": .string(message)]]
                return [.response(error.jsonText, status: "400 Bad Request")]
            }
            return [Self.stream(#"{"answer":"Hi"}"#)]
        }
        let client = try client(server)
        for count in [3, 4] {
            #expect(try await client.chat.completions.run(request(), tools: [tool("add")]).collect().text == "Hi")
            #expect(server.requests.count == count)
        }
        // A mode that is given is kept.
        await #expect(throws: OpenAIError.self) {
            try await client.chat.completions.run(request(), tools: [tool("add")], mode: .native).collect()
        }
    }

    @Test("A server that silently drops tools is detected by its token count, and remembered")
    func dropped() async throws {
        let server = try FaultServer { request, _ in
            if request.path.hasPrefix("/props") { return [.response("{}")] }
            let body = try? JSONValue(jsonText: String(decoding: request.body, as: UTF8.self))
            return [
                body?["tools"] == nil
                    ? Self.stream(#"{"answer":"Hi"}"#, promptTokens: 900)
                    : Self.stream("I have no tools", promptTokens: 12)
            ]
        }
        let client = try client(server)
        let long = FunctionTool("add", description: String(repeating: "Adds numbers. ", count: 20), parameters: nil) {
            _ in ""
        }
        let run = client.chat.completions.run(request(), tools: [long])
        var events: [ToolEvent] = []
        for try await step in run {
            for try await event in step { events.append(event) }
        }
        #expect(events.contains(.discarded))
        #expect(run.completion?.text == "Hi")
        #expect(run.progress.steps.count == 2)
        #expect(run.checkpoint?.request.messages.count == 2)
        let later = client.chat.completions.run(request(), tools: [long])
        #expect(try await later.collect().text == "Hi")
        #expect(later.progress.steps.count == 1)
    }
}
