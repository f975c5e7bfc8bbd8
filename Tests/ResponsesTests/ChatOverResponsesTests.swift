import Foundation
import Testing
import Waiter
import WaiterTestSupport
import WaiterTesting

@Suite("Chat requests over the Responses API")
struct ChatOverResponsesTests {
    private func transport(_ steps: ScriptedTransport.Step...) -> ScriptedTransport { ScriptedTransport(steps: steps) }

    private func client(_ transport: ScriptedTransport) throws -> OpenAI {
        try OpenAI(configuration: .init(apiKey: APIKey("sk-test-0123456789abcdef")), transport: transport)
    }

    private func response(_ output: JSONValue, _ more: JSONObject = [:]) -> String {
        var object: JSONObject = [
            "id": "resp_1", "object": "response", "created_at": 17, "status": "completed", "model": "gpt-6.1-sol",
            "output": output,
            "usage": [
                "input_tokens": 30, "output_tokens": 9, "total_tokens": 39,
                "input_tokens_details": ["cached_tokens": 20], "output_tokens_details": ["reasoning_tokens": 4],
            ],
        ]
        for (name, value) in more { object[name] = value }
        return JSONValue.object(object).jsonText
    }

    private let reasoning: JSONValue = [
        "type": "reasoning", "id": "rs_1", "summary": [["type": "summary_text", "text": "I add."]],
        "encrypted_content": "gAAA=", "future": 1,
    ]
    private let call: JSONValue = [
        "type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "add", "arguments": "{\"a\":1}",
        "status": "completed",
    ]

    private func message(_ text: String, annotations: JSONValue = []) -> JSONValue {
        let part: JSONValue = ["type": "output_text", "text": .string(text), "annotations": annotations]
        return ["type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [part]]
    }

    private func body(_ transport: ScriptedTransport, _ number: Int = 0) throws -> JSONValue {
        try JSONValue(jsonText: String(decoding: transport.requests[number].body, as: UTF8.self))
    }

    // MARK: Requests

    @Test("Every member of a request is sent in the form of a response")
    func request() throws {
        var request = ChatCompletionRequest(
            model: "gpt-6.1-sol",
            messages: [
                .system("Be brief."),
                .user([.text("What is this?"), .imageURL("https://example.com/a.png", detail: .low)]),
                .assistant(content: "A cat.", toolCalls: [.function(id: "c1", name: "look", arguments: "{}")]),
                .tool("tabby", toolCallID: "c1"),
            ]
        )
        request.tools = [.function(name: "look", description: "Looks.", parameters: ["type": "object"])]
        request.toolChoice = .function("look")
        request.maxCompletionTokens = 50
        request.reasoningEffort = .low
        request.responseFormat = .jsonSchema(name: "animal", schema: ["type": "object"])
        request.verbosity = .low
        let operation = APIOperation<ChatCompletion>.chatCompletion(request, api: .responses)
        let body = try #require(try operation.jsonBody())
        #expect("\(operation.path)".contains("responses"))
        #expect(
            body["input"] == [
                ["type": "message", "role": "system", "content": "Be brief."],
                [
                    "type": "message", "role": "user",
                    "content": [
                        ["type": "input_text", "text": "What is this?"],
                        ["type": "input_image", "detail": "low", "image_url": "https://example.com/a.png"],
                    ],
                ],
                ["type": "message", "role": "assistant", "content": "A cat."],
                ["type": "function_call", "call_id": "c1", "name": "look", "arguments": "{}"],
                ["type": "function_call_output", "call_id": "c1", "output": "tabby"],
            ]
        )
        #expect(body["store"] == false)
        #expect(body["include"] == ["reasoning.encrypted_content"])
        #expect(body["max_output_tokens"] == 50)
        #expect(body["reasoning"] == ["effort": "low"])
        #expect(body["text"]?["format"]?["name"] == "animal")
        #expect(body["text"]?["verbosity"] == "low")
        #expect(body["tools"]?[0]?["name"] == "look" && body["tools"]?[0]?["strict"] == false)
        #expect(body["tool_choice"] == ["type": "function", "name": "look"])
        #expect(body["messages"] == nil && body["stream"] == nil)
    }

    @Test("A member that Responses lack is an error before anything is sent")
    func missing() async throws {
        let transport = transport(.json(response([])))
        var request = ChatCompletionRequest(model: "m", messages: [.user("Hi")])
        request.seed = 1
        request.stop = ["x"]
        let error = await #expect(throws: OpenAIError.self) {
            try await client(transport).send(.chatCompletion(request, api: .responses))
        }
        #expect(error?.code == .invalidRequest)
        #expect(error?.message.contains("'stop', 'seed'") == true)
        #expect(transport.requests.isEmpty)
    }

    // MARK: Answers

    @Test("An answer becomes a completion with its text, citations and usage")
    func answer() async throws {
        let citation: JSONValue = [
            "type": "url_citation", "start_index": 0, "end_index": 4, "title": "A", "url": "https://a.example",
        ]
        let transport = transport(.json(response([message("Four", annotations: [citation])])))
        let completion = try await client(transport).send(
            .chatCompletion(ChatCompletionRequest(model: "m", messages: [.user("2+2")]), api: .responses)
        ).value
        #expect(completion.text == "Four")
        #expect(completion.choices.first?.finishReason == .stop)
        #expect(completion.usage?.promptTokens == 30 && completion.usage?.completionTokens == 9)
        #expect(completion.usage?.promptTokensDetails?.cachedTokens == 20)
        #expect(completion.usage?.completionTokensDetails?.reasoningTokens == 4)
        #expect(completion.message?.responseItems == [])
        guard case .urlCitation(let found)? = completion.message?.annotations.first else {
            Issue.record("no citation")
            return
        }
        #expect(found.url == "https://a.example" && found.endIndex == 4)
    }

    @Test(
        "A cut, filtered or failed answer keeps its meaning",
        arguments: [
            ("max_output_tokens", FinishReason.length), ("content_filter", .contentFilter),
        ]
    )
    func incomplete(reason: String, expected: FinishReason) async throws {
        let more: JSONObject = ["status": "incomplete", "incomplete_details": ["reason": .string(reason)]]
        let request = ChatCompletionRequest(model: "m", messages: [.user("Hi")])
        let cut = transport(.json(response([message("Half")], more)))
        let completion = try await client(cut).send(.chatCompletion(request, api: .responses)).value
        #expect(completion.choices.first?.finishReason == expected)
        let failure: JSONObject = ["status": "failed", "error": ["code": "server_error", "message": "x"]]
        let failed = transport(.json(response([message("Half")], failure)))
        let error = await #expect(throws: OpenAIError.self) {
            try await client(failed).send(.chatCompletion(request, api: .responses))
        }
        #expect(error?.completion?.text == "Half")
    }

    @Test("The next turn sends reasoning and calls back in place, byte for byte")
    func secondTurn() async throws {
        let transport = transport(.json(response([reasoning, call])), .json(response([message("2")])))
        let client = try client(transport)
        var request = ChatCompletionRequest(model: "m", messages: [.user("1+1")])
        let first = try await client.send(.chatCompletion(request, api: .responses)).value
        #expect(first.message?.reasoning == "I add.")
        #expect(first.choices.first?.finishReason == .toolCalls)
        request.messages.append(ChatMessage(try #require(first.message)))
        request.messages.append(.tool("2", toolCallID: "call_1"))
        _ = try await client.send(.chatCompletion(request, api: .responses))
        let input = try #require(try body(transport, 1)["input"]?.arrayValue)
        #expect(input.count == 4)
        #expect(input[1].jsonText == reasoning.jsonText)
        #expect(input[2].jsonText == call.jsonText)
        #expect(input[3] == ["type": "function_call_output", "call_id": "call_1", "output": "2"])

        // Over chat completions, none of it is sent.
        let chat = try #require(try APIOperation<ChatCompletion>.chatCompletion(request).jsonBody())
        #expect(!chat.jsonText.contains("response_items") && !chat.jsonText.contains("gAAA="))
        #expect(chat["messages"]?[1]?["tool_calls"]?[0]?["id"] == "call_1")

        // What is stored is complete.
        let restored = try JSONDecoder().decode(ChatMessage.self, from: try JSONEncoder().encode(request.messages[1]))
        #expect(restored == request.messages[1])
        #expect(restored.responseItems.count == 2)
    }

    @Test("Reasoning that a server without storage would reject is left out")
    func unsendable() throws {
        func sent(_ items: [JSONValue], calls: [ToolCall] = [], content: String? = nil) throws -> [JSONValue] {
            var message = ChatMessage.assistant(content: content.map { .text($0) }, toolCalls: calls)
            message.responseItems = items
            let request = ChatCompletionRequest(model: "m", messages: [message])
            let body = try APIOperation<ChatCompletion>.chatCompletion(request, api: .responses).jsonBody()
            return body?["input"]?.arrayValue ?? []
        }
        let plain: JSONValue = ["type": "reasoning", "id": "rs_2", "summary": []]
        let calls = [ToolCall.function(id: "call_1", name: "add", arguments: "{\"a\":1}")]
        let withoutReasoning = try sent([plain, call], calls: calls)
        #expect(withoutReasoning.count == 1)
        #expect(withoutReasoning.first?["call_id"] == "call_1" && withoutReasoning.first?["id"] == nil)
        #expect(try sent([message("Hi"), reasoning], content: "Hi").map { $0["type"] } == ["message"])
        // Calls that the message no longer has are gone with their reasoning, and edited text is sent as edited.
        #expect(try sent([reasoning, call]).isEmpty)
        let edited = try sent([reasoning, message("Hi")], content: "Bye")
        #expect(edited.last == ["type": "message", "role": "assistant", "content": "Bye"])
    }

    @Test("Encrypted reasoning is not requested again from a model that has none")
    func repair() async throws {
        let refusal = #"{"error":{"message":"Encrypted content is not supported with this model."}}"#
        let transport = transport(.json(refusal, status: 400), .json(response([message("Hi")])))
        let client = try client(transport)
        let request = ChatCompletionRequest(model: "m", messages: [.user("Hi")])
        for _ in 0..<2 {
            #expect(try await client.send(.chatCompletion(request, api: .responses)).value.text == "Hi")
        }
        #expect(transport.requests.count == 3)
        #expect(try body(transport, 0)["include"] != nil)
        #expect(try body(transport, 1)["include"] == nil && body(transport, 2)["include"] == nil)
    }

    // MARK: Streams

    private func stream(_ lines: String) -> ScriptedTransport.Step {
        .events(lines.split(separator: "\n").map { "data: \($0)\n\n" }.joined())
    }

    private func collect(_ transport: ScriptedTransport) async throws -> (pieces: [String], ChatCompletion) {
        let request = ChatCompletionRequest(model: "m", messages: [.user("Hi")])
        var accumulator = ChatCompletionAccumulator()
        var pieces: [String] = []
        for try await chunk in try await client(transport).send(.chatCompletionStream(request, api: .responses)).value {
            accumulator.append(chunk)
            if let text = chunk.choices.first?.delta.content, !text.isEmpty { pieces.append(text) }
        }
        return (pieces, accumulator.completion)
    }

    @Test("Text and arguments arrive as they are written, and the end supplies the rest")
    func deltas() async throws {
        let end = response([reasoning, message("Hello"), call])
        let (pieces, completion) = try await collect(
            transport(
                stream(
                    #"""
                    {"type":"response.created","response":{"id":"resp_1","status":"in_progress","model":"m","output":[]}}
                    {"type":"response.reasoning_summary_text.delta","item_id":"rs_1","output_index":0,"summary_index":0,"delta":"I add."}
                    {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"Hel"}
                    {"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"lo"}
                    {"type":"response.output_item.added","output_index":2,"item":{"type":"function_call","id":"fc_1","call_id":"call_1","name":"add","arguments":""}}
                    {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":2,"delta":"{\"a\""}
                    {"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":2,"delta":":1}"}
                    """# + "\n" + #"{"type":"response.completed","response":\#(end)}"#
                )
            )
        )
        #expect(pieces == ["Hel", "lo"])
        #expect(completion.text == "Hello")
        #expect(completion.message?.reasoning == "I add.")
        #expect(completion.message?.toolCalls == [.function(id: "call_1", name: "add", arguments: "{\"a\":1}")])
        #expect(completion.choices.first?.finishReason == .toolCalls)
        let items = [reasoning, message("Hello"), call]
        #expect(completion.message?.responseItems.map(\.jsonText) == items.map(\.jsonText))
        #expect(completion.usage?.totalTokens == 39)
    }

    @Test("A server that sends only the end gives the same completion, as does one that answers without a stream")
    func onlyEnd() async throws {
        let end = response([reasoning, message("Hello"), call])
        let streamed = try await collect(transport(stream(#"{"type":"response.completed","response":\#(end)}"#))).1
        let whole = try await collect(transport(.json(end))).1
        for completion in [streamed, whole] {
            #expect(completion.text == "Hello")
            #expect(completion.message?.reasoning == "I add.")
            #expect(completion.message?.toolCalls.count == 1)
            #expect(completion.message?.responseItems.count == 3)
            #expect(completion.choices.first?.finishReason == .toolCalls)
        }
    }

    @Test("A stream without indexes and items, as llama.cpp sends it, gives the whole answer")
    func withoutIndexes() async throws {
        let end = response([call, message("Hello")])
        let (pieces, completion) = try await collect(
            transport(
                stream(
                    #"""
                    {"type":"response.output_item.added","item":{"type":"function_call","call_id":"call_1","name":"add","arguments":""}}
                    {"type":"response.function_call_arguments.delta","delta":"{\"a\":1}"}
                    {"type":"response.output_text.delta","delta":"Hello"}
                    """# + "\n" + #"{"type":"response.completed","response":\#(end)}"#
                )
            )
        )
        #expect(pieces == ["Hello"])
        #expect(completion.message?.toolCalls == [.function(id: "call_1", name: "add", arguments: "{\"a\":1}")])
    }

    @Test("A stream that is cut or fails is an error with the partial completion")
    func failures() async throws {
        let start = #"{"type":"response.output_text.delta","item_id":"i","output_index":0,"delta":"Hel"}"#
        let failed = #"{"type":"response.failed","response":\#(response([message("Hel")], ["status": "failed"]))}"#
        for (lines, code) in [
            (start, OpenAIError.Code.streamTruncated),
            (start + "\n" + #"{"type":"error","code":"server_error","message":"boom"}"#, .streamError),
            (start + "\n" + failed, .streamError),
        ] {
            let error = await #expect(throws: OpenAIError.self) { try await collect(transport(stream(lines))) }
            #expect(error?.code == code)
            #expect(error?.completion?.text == "Hel")
        }
    }
}
