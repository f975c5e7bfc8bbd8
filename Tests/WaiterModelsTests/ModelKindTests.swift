import Testing
import Waiter
import WaiterModels

@Suite("Kinds of models, and requests of the Responses API") struct ModelKindTests {
    private let catalogue = ModelCatalogue.builtIn

    @Test("The catalogue knows models of one API, and models of other kinds")
    func kinds() throws {
        let pro = try #require(catalogue.lookup("gpt-5-pro").entry)
        #expect(pro.isResponsesOnly && !pro.isChatOnly && pro.conversationObstacle == nil)
        let search = try #require(catalogue.lookup("gpt-4o-search-preview").entry)
        #expect(search.isChatOnly && !search.isResponsesOnly)
        let usual = try #require(catalogue.lookup("gpt-6.1-sol").entry)
        #expect(!usual.isChatOnly && !usual.isResponsesOnly && usual.conversationObstacle == nil)
        #expect(
            catalogue.lookup("text-embedding-3-small").entry?.conversationObstacle
                == "'text-embedding-3-small' is an embedding model, not a chat model"
        )
        // Each model either answers conversations or says why not.
        for entry in catalogue.entries {
            #expect((entry.conversationObstacle == nil) == ["chat", "responses"].contains(entry.kind), "\(entry.id)")
        }
        // A user's own kind is not judged.
        let own = try catalogue.overlaid(withModels: ["tts-1": ["kind": "chat"], "x": ["kind": "robot"]])
        #expect(own.lookup("tts-1").entry?.conversationObstacle == nil)
        #expect(own.lookup("x").entry?.conversationObstacle == nil)
    }

    private func counted(_ body: JSONValue) throws -> CountedResponsesRequest {
        try #require(CountedResponsesRequest(body: body, model: "gpt-4o"))
    }

    @Test("The text of a request is counted like that of chat messages, and marked as approximate")
    func counting() throws {
        let counter = TokenCounter(model: "gpt-4o")
        let request = try counted([
            "instructions": "Be brief.",
            "input": [
                ["role": "user", "content": "What is an API?"],
                ["type": "message", "role": "assistant", "content": [["type": "output_text", "text": "A contract."]]],
                ["type": "function_call", "call_id": "c", "name": "f", "arguments": "{}"],
                ["type": "function_call_output", "call_id": "c", "output": "42"],
            ],
            "tools": [["type": "function", "name": "f", "description": "Does it.", "parameters": ["type": "object"]]],
        ])
        var chat = ChatCompletionRequest(
            model: "gpt-4o",
            messages: [
                .system("Be brief."), .user("What is an API?"), .assistant("A contract."),
                .assistant(toolCalls: [.function(id: "c", name: "f", arguments: "{}")]), .tool("42", toolCallID: "c"),
            ]
        )
        chat.tools = [.function(name: "f", description: "Does it.", parameters: ["type": "object"])]
        let count = request.count(by: counter)
        #expect(count.tokens == counter.count(chat).tokens)
        #expect(count.reasons.contains("the prompt format of the Responses API is not published"))
        #expect(!request.isPartial && request.encryptedBytes == 0)
        let text = try counted(["input": "What is an API?"])
        #expect(text.count(by: counter).tokens == counter.count([.user("What is an API?")]).tokens)
    }

    @Test("Encrypted content, files and state on the server are known to be missing from the count")
    func missing() throws {
        let reasoning = try counted([
            "input": [
                ["type": "reasoning", "summary": [], "encrypted_content": "gAAAA"], ["role": "user", "content": "a"],
            ]
        ])
        #expect(reasoning.encryptedBytes == 5 && !reasoning.isPartial)
        for body: JSONValue in [
            ["input": [["role": "user", "content": [["type": "input_file", "file_id": "f"]]]]],
            ["input": "a", "previous_response_id": "r"], ["input": "a", "conversation": "c"], ["prompt": ["id": "p"]],
            ["input": [["type": "item_reference", "id": "i"]]],
        ] {
            #expect(try counted(body).isPartial, "\(body.jsonText)")
        }
        #expect(CountedResponsesRequest(body: ["messages": []], model: "m") == nil)
    }
}
