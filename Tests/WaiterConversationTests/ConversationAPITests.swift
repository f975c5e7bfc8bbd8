import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterModels
import WaiterTestSupport

@Suite("Conversations over both APIs")
struct ConversationAPITests {
    private static let reasoning: JSONValue = [
        "type": "reasoning", "id": "rs_1", "summary": [], "encrypted_content": "gAAAA", "vendor_field": [1, 2.50],
    ]

    private static func message(_ text: String) -> JSONValue {
        [
            "type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
            "content": [["type": "output_text", "text": .string(text), "annotations": []]],
        ]
    }

    private static func response(
        _ items: JSONValue...,
        status: String = "completed",
        reason: String? = nil
    ) -> ScriptedTransport.Step {
        var body: JSONObject = [
            "id": "resp_1", "object": "response", "status": .string(status), "model": "m", "output": .array(items),
            "usage": ["input_tokens": 10, "output_tokens": 5, "total_tokens": 15],
        ]
        if let reason { body["incomplete_details"] = ["reason": .string(reason)] }
        return .json(JSONValue.object(body).jsonText)
    }

    private static func completion(_ text: String) -> ScriptedTransport.Step {
        .json(JSONValue.object(["choices": [["message": ["content": .string(text)]]]]).jsonText)
    }

    private func client(_ steps: ScriptedTransport.Step...) throws -> (OpenAI, ScriptedTransport) {
        let transport = ScriptedTransport(steps: steps)
        return (
            try OpenAI(configuration: OpenAI.Configuration(apiKey: APIKey("sk-test")), transport: transport), transport
        )
    }

    private func body(_ transport: ScriptedTransport, _ number: Int) throws -> JSONValue {
        try JSONValue(parsing: transport.requests[number].body)
    }

    private func options(_ api: ModelAPI) -> Conversation.Options { Conversation.Options(api: api) }

    @Test("The API can change between turns: items are sent back in place, and left out of chat completions")
    func changing() async throws {
        let (client, transport) = try client(
            Self.response(Self.reasoning, Self.message("A")),
            Self.completion("B"),
            Self.response(Self.message("C"))
        )
        var conversation = Conversation(model: "m", system: "Be brief.")
        let first = try await conversation.send("a", with: client, options: options(.responses))
        #expect(first.text == "A")
        #expect(conversation.itemTypes(leftOutBy: .chatCompletions) == ["reasoning"])
        #expect(conversation.itemTypes(leftOutBy: .responses).isEmpty)
        // The conversation survives encoding and branches.
        let stored = try JSONEncoder().encode(conversation)
        conversation = try JSONDecoder().decode(Conversation.self, from: stored)
        try await conversation.send("b", with: client, options: options(.chatCompletions))
        let messages = try #require(try body(transport, 1)["messages"]?.arrayValue)
        #expect(messages.map { $0["content"] } == ["Be brief.", "a", "A", "b"])
        #expect(messages.allSatisfy { $0["response_items"] == nil })
        #expect(try await conversation.send("c", with: client, options: options(.responses)).text == "C")
        let input = try #require(try body(transport, 2)["input"]?.arrayValue)
        #expect(input.count == 7)
        #expect(input[2].jsonText == Self.reasoning.jsonText && input[3].jsonText == Self.message("A").jsonText)
        #expect(input[5] == ["type": "message", "role": "assistant", "content": "B"])
        #expect(try body(transport, 2)["store"] == false)
        #expect(try body(transport, 2)["include"] == ["reasoning.encrypted_content"])
        try conversation.undo()
        #expect(conversation.itemTypes(leftOutBy: .chatCompletions) == ["reasoning"])
    }

    @Test("Reasoning without encrypted content is left out, and the item after it loses the ID that refers to it")
    func plainReasoning() async throws {
        let plain: JSONValue = ["type": "reasoning", "id": "rs_2", "summary": []]
        let (client, transport) = try client(
            Self.response(plain, Self.message("A"), Self.reasoning),
            Self.response(Self.message("B"))
        )
        var conversation = Conversation(model: "m")
        try await conversation.send("a", with: client, options: options(.responses))
        try await conversation.send("b", with: client, options: options(.responses))
        let input = try #require(try body(transport, 1)["input"]?.arrayValue)
        // Reasoning at the end has no item that follows it.
        #expect(input.map { $0["type"] } == ["message", "message", "message"])
        #expect(input[1]["id"] == nil && input[1]["content"] == Self.message("A")["content"])
    }

    @Test("An answer that was cut off is interrupted, and sent again as marked text without its items")
    func cut() async throws {
        let (client, transport) = try client(
            Self.response(Self.reasoning, Self.message("Half"), status: "incomplete", reason: "max_output_tokens"),
            Self.response(Self.message("B"))
        )
        var conversation = Conversation(model: "m")
        try await conversation.send("a", with: client, options: options(.responses))
        #expect(conversation.path[1].status == .interrupted)
        try await conversation.send("b", with: client, options: options(.responses))
        let input = try #require(try body(transport, 1)["input"]?.arrayValue)
        #expect(input[1]["content"] == "Half\n\n[The answer was cut off here.]")
    }

    private static let compaction: JSONValue = [
        "type": "compaction", "id": "cmp_1", "encrypted_content": "gBBBB", "vendor_field": 2.50,
    ]

    @Test("Responses get the history since the last compaction item, and chat completions get all of it")
    func compacted() async throws {
        let (client, transport) = try client(
            Self.response(Self.message("A")),
            Self.response(Self.reasoning, Self.compaction, Self.message("B")),
            Self.response(Self.message("C")),
            Self.completion("D")
        )
        var conversation = Conversation(model: "gpt-4o", system: "Be brief.")
        for text in ["a", "b", "c"] { try await conversation.send(text, with: client, options: options(.responses)) }
        let before = try #require(try body(transport, 1)["input"]?.arrayValue)
        #expect(before.count == 4)
        let input = try #require(try body(transport, 2)["input"]?.arrayValue)
        #expect(input.first?["content"] == "Be brief." && input.last?["content"] == "c")
        #expect(Array(input.dropFirst().prefix(2)) == [Self.compaction, Self.message("B")])
        #expect(input.count == 4)
        // Messages that the item replaces are neither counted nor reported as omitted.
        let fit = try #require(conversation.lastFit)
        #expect(fit.omitted.isEmpty && fit.messages.count == 3)
        try await conversation.send("d", with: client, options: options(.chatCompletions))
        let messages = try #require(try body(transport, 3)["messages"]?.arrayValue)
        #expect(messages.map { $0["content"] } == ["Be brief.", "a", "A", "b", "B", "c", "C", "d"])
        #expect(conversation.itemTypes(leftOutBy: .chatCompletions) == ["reasoning", "compaction"])
    }

    @Test("A truncated answer keeps its compaction item, and calls before one are sent with their results")
    func compactedInPlace() async throws {
        let call: JSONValue = [
            "type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "double", "arguments": "{}",
        ]
        let (client, transport) = try client(
            Self.response(
                Self.compaction,
                Self.message("Half"),
                status: "incomplete",
                reason: "max_output_tokens"
            ),
            Self.response(Self.message("old"), Self.reasoning, call, Self.compaction),
            Self.response(Self.message("C"))
        )
        var conversation = Conversation(model: "m")
        try await conversation.send("a", with: client, options: options(.responses))
        try await conversation.send("b", with: client, options: options(.responses))
        let cut = try #require(try body(transport, 1)["input"]?.arrayValue)
        #expect(cut.map { $0["type"] } == ["compaction", "message", "message"])
        #expect(cut.dropFirst().first?["content"] == "Half\n\n[The answer was cut off here.]")
        conversation.append(.tool("42", toolCallID: "call_1"))
        _ = try await conversation.answer(with: client, options: options(.responses))
        let input = try #require(try body(transport, 2)["input"]?.arrayValue)
        #expect(Array(input.prefix(3)) == [Self.reasoning, call, Self.compaction])
        #expect(input.count == 4 && input.last?["output"] == "42")
    }

    @Test("A compaction in an answer whose calls have no results does not replace the history")
    func unusedCompaction() async throws {
        let call: JSONValue = [
            "type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "double", "arguments": "{}",
        ]
        let (client, transport) = try client(
            Self.response(Self.message("A")),
            Self.response(Self.compaction, call),
            Self.response(Self.message("C"))
        )
        var conversation = Conversation(model: "m")
        for text in ["a", "b", "c"] { try await conversation.send(text, with: client, options: options(.responses)) }
        let input = try #require(try body(transport, 2)["input"]?.arrayValue)
        #expect(input.map { $0["type"] } == ["message", "message", "message", "message"])
    }

    @Test("Tools, streams and sessions work over the Responses API with the same loop")
    func tools() async throws {
        let call: JSONValue = [
            "type": "function_call", "id": "fc_1", "call_id": "call_1", "name": "double",
            "arguments": #"{"number":21}"#,
        ]
        let transport = ScriptedTransport(steps: [
            Self.stream(Self.reasoning, call), Self.stream(Self.message("42")), Self.stream(Self.message("Bye")),
        ])
        let client = try OpenAI(configuration: OpenAI.Configuration(apiKey: APIKey("sk-test")), transport: transport)
        let schema = try JSONSchema(["type": "object", "properties": ["number": ["type": "integer"]]])
        let double = FunctionTool("double", description: "Doubles.", parameters: schema) { arguments in
            ToolOutput("\((arguments["number"]?.intValue ?? 0) * 2)")
        }
        let session = ConversationSession(
            Conversation(model: "m"),
            client: client,
            options: Conversation.Options(api: .responses)
        )
        let answer = try await session.run("Double 21", tools: [double], mode: .native).collect()
        #expect(answer.text == "42")
        let second = try body(transport, 1)
        let input = try #require(second["input"]?.arrayValue)
        #expect(input.map { $0["type"] } == ["message", "reasoning", "function_call", "function_call_output"])
        #expect(input[1] == Self.reasoning && input[2] == call)
        #expect(input[3]["output"] == "42")
        #expect(second["tools"]?[0]?["name"] == "double")
        let stream = try await session.stream("Bye")
        #expect(try await stream.collect().text == "Bye")
        #expect(session.conversation.path.map(\.status).allSatisfy { $0 == .complete })
        #expect(session.conversation.path.last?.usage?.totalTokens == 15)
    }

    /// A stream without indexes, sequence numbers and done events, as from some servers.
    private static func stream(_ items: JSONValue...) -> ScriptedTransport.Step {
        var events: [JSONValue] = [
            ["type": "response.created", "response": ["id": "resp_1", "status": "in_progress"]]
        ]
        for item in items {
            events.append(["type": "response.output_item.added", "item": item])
            if let text = item["content"]?[0]?["text"] {
                events.append(["type": "response.output_text.delta", "item_id": "msg_1", "delta": text])
            }
        }
        events.append([
            "type": "response.completed",
            "response": [
                "id": "resp_1", "object": "response", "status": "completed", "model": "m", "output": .array(items),
                "usage": ["input_tokens": 10, "output_tokens": 5, "total_tokens": 15],
            ],
        ])
        return .respond(
            status: 200,
            headers: ["content-type": "text/event-stream"],
            chunks: events.map { Array("data: \($0.jsonText)\n\n".utf8) }
        )
    }

    @Test("A count over the Responses API is approximate, and says why")
    func counting() async throws {
        let (client, _) = try client(Self.response(Self.message("A")))
        var conversation = Conversation(model: "gpt-4o")
        try await conversation.send("a", with: client, options: options(.responses))
        let fit = try #require(conversation.lastFit)
        #expect(!fit.isExact)
        #expect(fit.reasons == ["the prompt format of the Responses API is not published"])
        #expect(
            TokenCounter(model: "gpt-4o").count(
                ChatCompletionRequest(model: "gpt-4o", messages: ["a"]),
                api: .chatCompletions
            ).isExact
        )
    }

    @Test("The answer limit of the request is reserved under the name of either API")
    func answerLimit() {
        for name in ["max_output_tokens", "max_completion_tokens", "max_tokens"] {
            var options = options(.responses)
            options.request.extraBody = [name: 500]
            #expect(Conversation(model: "gpt-4o").window(options).reserve == 500, "\(name)")
        }
    }

    @Test(
        "A model of another kind is refused before anything is sent",
        arguments: [ModelAPI.chatCompletions, .responses]
    )
    func otherKind(api: ModelAPI) async throws {
        let (client, transport) = try client(Self.completion("no"))
        var conversation = Conversation(model: "text-embedding-3-small")
        let error = await #expect(throws: ConversationError.self) {
            try await conversation.send("a", with: client, options: options(api))
        }
        #expect(error?.code == .unsuitableModel)
        #expect(error?.message.contains("'text-embedding-3-small' is an embedding model") == true)
        #expect(transport.requests.isEmpty)
        #expect(conversation.path.map(\.status) == [.failed])
    }

    @Test("A parameter that the Responses API lacks is an error before anything is sent")
    func parameters() async throws {
        let (client, transport) = try client(Self.response(Self.message("A")))
        var conversation = Conversation(model: "m")
        var options = options(.responses)
        options.prepare = { $0.seed = 7 }
        let error = await #expect(throws: OpenAIError.self) {
            try await conversation.send("a", with: client, options: options)
        }
        #expect(error?.code == .invalidRequest && error?.message.contains("'seed'") == true)
        #expect(transport.requests.isEmpty)
    }

    @Test("Images, files and refusals have their form in the Responses API")
    func contents() async throws {
        let (client, transport) = try client(Self.response(Self.message("A")))
        var conversation = Conversation(model: "m")
        conversation.append(.user([.text("What?"), .imageURL("https://a.example/b.png", detail: .low)]))
        conversation.append(.assistant(refusal: "No."))
        conversation.append(.developer("Try."))
        conversation.append(.user("Again?"))
        _ = try await conversation.answer(with: client, options: options(.responses))
        let input = try #require(try body(transport, 0)["input"]?.arrayValue)
        #expect(input[0]["content"]?[0] == ["type": "input_text", "text": "What?"])
        #expect(
            input[0]["content"]?[1] == ["type": "input_image", "detail": "low", "image_url": "https://a.example/b.png"]
        )
        #expect(input[1]["content"] == [["type": "refusal", "refusal": "No."]])
        #expect(input[2]["role"] == "developer")
    }
}
