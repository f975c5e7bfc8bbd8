import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@Suite("Streaming in a conversation") struct ConversationStreamingTests {
    private func client(_ steps: ScriptedTransport.Step...) throws -> (OpenAI, ScriptedTransport) {
        let transport = ScriptedTransport(steps: steps)
        let configuration = try OpenAI.Configuration(baseURL: BaseURL("http://127.0.0.1:9"))
        return (try OpenAI(configuration: configuration, transport: transport), transport)
    }

    private func piece(_ text: String, _ reason: String? = nil) -> String {
        let end = reason.map { #","finish_reason":"\#($0)""# } ?? ""
        return #"data: {"model":"m-1","choices":[{"index":0,"delta":{"content":"\#(text)"}\#(end)}]}"# + "\n\n"
    }

    private var whole: String { piece("One ") + piece("two.", "stop") + "data: [DONE]\n\n" }

    @Test("The answer arrives in chunks, and is recorded as a whole")
    func whole() async throws {
        let (client, _) = try client(.events(whole))
        var conversation = Conversation(model: "m")
        var seen = ""
        let completion = try await conversation.stream("q", with: client) { chunk in
            seen += chunk.choices.first?.delta.content ?? ""
        }
        #expect(seen == "One two." && completion.text == seen)
        let node = try #require(conversation.path.last)
        #expect(node.message == .assistant("One two.") && node.status == .complete && node.model == "m-1")
        #expect(node.finishReason == .stop)
    }

    @Test("A truncated answer is recorded as interrupted, sent unchanged, and can be retried")
    func cutOff() async throws {
        let (client, transport) = try client(.events(piece("One ")), .events(whole))
        var conversation = Conversation(model: "m")
        let error = await #expect(throws: OpenAIError.self) {
            try await conversation.stream("q", with: client) { _ in }
        }
        #expect(error?.code == .streamTruncated && error?.completion?.text == "One ")
        #expect(conversation.path.last?.message == .assistant("One "))
        #expect(conversation.path.last?.status == .interrupted)

        try await conversation.stream("go on", with: client) { _ in }
        let sent = try JSONValue(jsonText: String(decoding: transport.requests[1].body, as: UTF8.self))
        #expect(sent["messages"]?.arrayValue?.count == 3)
        try await conversation.retry(with: client) { _ in }
        #expect(conversation.messages.count == 4 && conversation.leaves.count == 2)
        try await conversation.edit("no, stop", with: client) { _ in }
        #expect(conversation.messages[2] == .user("no, stop"))
    }

    @Test("An error thrown by the reader keeps the partial answer, and reaches the caller")
    func failingReader() async throws {
        struct Full: Error {}
        let (client, _) = try client(.events(whole))
        var conversation = Conversation(model: "m")
        await #expect(throws: Full.self) {
            try await conversation.stream("q", with: client) { _ in throw Full() }
        }
        #expect(conversation.path.last?.message == .assistant("One "))
        #expect(conversation.path.last?.status == .interrupted)
    }

    @Test("An answer without any content leaves only the question")
    func nothing() async throws {
        let (client, _) = try client(.events(": ping\n\n"), .events(whole))
        var conversation = Conversation(model: "m")
        await #expect(throws: OpenAIError.self) { try await conversation.stream("q", with: client) { _ in } }
        #expect(conversation.messages == [.user("q")])
        try await conversation.retry(with: client) { _ in }
        #expect(conversation.messages == [.user("q"), .assistant("One two.")])
    }

    @Test("Cancellation throws CancellationError, and keeps the partial answer")
    func cancellation() async throws {
        let (client, _) = try client(
            .stall(headers: ["content-type": "text/event-stream"], chunks: [Array(piece("One ").utf8)])
        )
        let task = Task {
            var conversation = Conversation(model: "m")
            do {
                try await conversation.stream("q", with: client) { _ in withUnsafeCurrentTask { $0?.cancel() } }
                return (conversation, false)
            } catch {
                return (conversation, error is CancellationError)
            }
        }
        let (conversation, isCancellation) = await task.value
        #expect(isCancellation)
        #expect(conversation.path.last?.message == .assistant("One "))
        #expect(conversation.path.last?.status == .interrupted)
    }

    @Test("Truncated tool calls are not sent")
    func cutOffCall() async throws {
        let call = #"{"index":0,"id":"c","type":"function","function":{"name":"find","arguments":"{\"a"}}"#
        let (client, transport) = try client(
            .events(#"data: {"choices":[{"index":0,"delta":{"tool_calls":[\#(call)]}}]}"# + "\n\n"),
            .events(whole)
        )
        var conversation = Conversation(model: "m")
        await #expect(throws: OpenAIError.self) { try await conversation.stream("q", with: client) { _ in } }
        #expect(conversation.path.last?.message.toolCalls.count == 1)
        try await conversation.stream("again", with: client) { _ in }
        let sent = try JSONValue(jsonText: String(decoding: transport.requests[1].body, as: UTF8.self))
        #expect(sent["messages"]?.arrayValue?.map { $0["role"] } == ["user", "user"])
        #expect(conversation.lastFit?.unsendable == [1])
    }

    @Test("A smaller context window is learned before the first content, never after it")
    func tooLong() async throws {
        let refusal =
            #"{"error": {"code": "context_length_exceeded", "message": "maximum context length is 20 tokens"}}"#
        let (client, transport) = try client(.json(refusal, status: 400), .events(whole))
        var conversation = Conversation(model: "gpt-4", messages: [.user(String(repeating: "word ", count: 50))])
        try await conversation.stream("q", with: client) { _ in }
        #expect(transport.requests.count == 2 && conversation.lastFit?.omitted == [0])

        let (other, second) = try self.client(.events(piece("One ") + "data: \(refusal)\n\n"))
        var later = Conversation(model: "gpt-4", messages: [.user(String(repeating: "word ", count: 50))])
        let error = await #expect(throws: OpenAIError.self) { try await later.stream("q", with: other) { _ in } }
        #expect(error?.code == .contextLengthExceeded || error?.code == .streamError)
        #expect(second.requests.count == 1 && later.path.last?.message == .assistant("One "))
    }
}
