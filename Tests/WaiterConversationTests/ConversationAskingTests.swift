import Synchronization
import Testing
import Waiter
import WaiterConversation
import WaiterModels
import WaiterTestSupport

@Suite("Requests of a conversation") struct ConversationAskingTests {
    /// gpt-4 with a small context window.
    private func catalogue(_ context: Int) throws -> ModelCatalogue {
        try ModelCatalogue.builtIn.overlaid(withModels: ["gpt-4": ["context": .integer(Int64(context))]])
    }

    private func hold(
        _ turns: Int,
        _ conversation: inout Conversation,
        _ client: OpenAI,
        _ options: Conversation.Options
    ) async throws {
        for turn in 0..<turns {
            var completion = try await conversation.send("Question \(turn) of many?", with: client, options: options)
            while let calls = completion.choices.first?.message.toolCalls, !calls.isEmpty {
                for call in calls { conversation.append(.tool("found it at \(turn)", toolCallID: call.id)) }
                completion = try await conversation.answer(with: client, options: options)
            }
        }
    }

    @Test("Two hundred questions fit a small context window without an error from the server")
    func neverTooLong() async throws {
        let server = ContextServer(context: 400, toolsEvery: 5)
        var conversation = Conversation(model: "gpt-4", system: "You are a waiter.")
        let options = Conversation.Options(catalogue: try catalogue(400), prepare: { $0.maxCompletionTokens = 60 })
        try await hold(200, &conversation, server.client(), options)
        #expect(server.refusals == 0)
        let requests = server.requests
        #expect(requests.count > 200)
        #expect(requests.allSatisfy { $0.messages.first?.text == "You are a waiter." })
        let questions = requests.compactMap { request in request.messages.last { $0.role == .user }?.text }
        #expect(Set(questions).count == 200)
        let fit = try #require(conversation.lastFit)
        #expect(fit.limit == 340 && fit.tokens <= 340 && fit.tokens > 280)
        #expect(fit.omitted.count > 300 && fit.unsendable.isEmpty)
        #expect(conversation.path.count > 400)
    }

    @Test("An unknown context window is learned from one error, and remembered", arguments: [0, 25])
    func learned(_ overhead: Int) async throws {
        let server = ContextServer(context: 300, overhead: overhead)
        var conversation = Conversation(model: "mystery", system: "You are a waiter.")
        let options = Conversation.Options(count: { TokenCounter(model: "gpt-4").count($0) })
        try await hold(60, &conversation, server.client(), options)
        #expect(server.refusals == 1)
        #expect(server.requests.allSatisfy { $0.messages.first?.text == "You are a waiter." })
        #expect(conversation.lastFit?.limit.map { $0 <= 300 } ?? false)

        // A copy has it, too; a decoded one does not.
        var copy = conversation
        try await copy.send("And now?", with: server.client(), options: options)
        #expect(server.refusals == 1)
        var read = try decodedCopy(conversation)
        try await read.send("And now?", with: server.client(), options: options)
        #expect(server.refusals == 2)
    }

    @Test("After an error without a number, the request is sent again with half the size")
    func guessed() async throws {
        let server = ContextServer(context: 300) { _, _ in "context_length_exceeded" }
        var conversation = Conversation(model: "mystery", system: "You are a waiter.")
        let options = Conversation.Options(count: { TokenCounter(model: "gpt-4").count($0) })
        try await hold(60, &conversation, server.client(), options)
        #expect(server.refusals == 1)
    }

    @Test("A second overflow is an error with the server's counts")
    func refusedTwice() async throws {
        let transport = ScriptedTransport(
            .json(
                #"{"error": {"code": "context_length_exceeded", "message": "maximum context length is 50 tokens"}}"#,
                status: 400
            ),
            .json(
                #"{"error": {"code": "context_length_exceeded", "message": "maximum context length is 40 tokens. However, your messages resulted in 45 tokens"}}"#,
                status: 400
            )
        )
        var conversation = Conversation(model: "gpt-4", messages: [])
        for turn in 0..<20 { conversation.append(.user("secret \(turn)")) }
        let client = try client(transport)
        let error = await #expect(throws: ConversationError.self) {
            try await conversation.send("secret last", with: client)
        }
        #expect(error?.code == .contextTooLong && error?.tokens == 45 && error?.limit == 40)
        #expect(error.map { !$0.description.contains("secret") } ?? false)
        #expect(transport.requests.count == 2)
        #expect(conversation.path.last?.message.text == "secret last")
    }

    @Test("With the policy `fail`, an overflow with a limit is an error with counts, and not retried")
    func failPolicy() async throws {
        let server = ContextServer(context: 40)
        var conversation = Conversation(model: "gpt-4", messages: [.user("one"), .assistant("two")])
        let question = String(repeating: "word ", count: 100)
        let client = try server.client()
        for attempt in 1...2 {
            let error = await #expect(throws: ConversationError.self) {
                try await conversation.send(question, with: client, options: .init(policy: .fail))
            }
            #expect(error?.code == .contextTooLong && error?.limit == 30)
            #expect(server.requests.count == 1, "attempt \(attempt): the second is not even sent")
        }
    }

    @Test("A known context window needs no options, and the reserve is the requested output")
    func catalogueWindow() async throws {
        let transport = ScriptedTransport(.json(#"{"choices": [{"message": {"role": "assistant", "content": "a"}}]}"#))
        var conversation = Conversation(model: "gpt-4", system: "Be brief.")
        try await conversation.send("hi", with: client(transport))
        #expect(conversation.lastFit?.limit == 8192 - 2048)
        #expect(conversation.lastFit?.isExact ?? false)
        try await conversation.send("hi", with: client(transport), options: .init(prepare: { $0.maxTokens = 100 }))
        #expect(conversation.lastFit?.limit == 8092)
        let extra = RequestOptions(extraBody: ["max_completion_tokens": 92])
        try await conversation.send("hi", with: client(transport), options: .init(request: extra))
        #expect(conversation.lastFit?.limit == 8100)
        #expect(ContextWindow(model: "gpt-6.1-sol").limit == 922_000)
        #expect(ContextWindow(model: "mystery").limit == nil)
        // Tools count.
        let before = try #require(conversation.lastFit?.tokens)
        try conversation.undo()
        let tools = Conversation.Options(prepare: {
            $0.tools = [.function(name: "find", description: "Find it", parameters: [:])]
        })
        try await conversation.send("hi", with: client(transport), options: tools)
        #expect(conversation.lastFit.map { $0.tokens > before + 10 } ?? false)
    }

    @Test("A model summarizes omitted messages in parts that fit its context window")
    func summaries() async throws {
        let server = ContextServer(context: 500)
        let client = try server.client()
        let known = try catalogue(500)
        var conversation = Conversation(model: "gpt-4", system: "You are a waiter.")
        for turn in 0..<60 {
            conversation.append(.user("Question \(turn) of a long and winding talk at a table"))
            conversation.append(.assistant("Answer \(turn), with a few words more than needed"))
        }
        let policy = ContextPolicy.summarize(with: client, model: "gpt-4", catalogue: known)
        let options = Conversation.Options(policy: policy, catalogue: known)
        try await conversation.send("The last question?", with: client, options: options)
        let calls = server.requests.count
        #expect(server.refusals == 0 && calls > 2)
        #expect(server.requests.last?.messages.first?.text == "You are a waiter.")
        #expect(server.requests.last?.messages.last?.text == "The last question?")
        #expect(conversation.summary != nil && conversation.lastFit?.summary == conversation.summary?.text)
        // The summarizing model received everything.
        let told = server.requests.dropLast().compactMap { $0.messages.last?.text }.joined()
        let covered = try #require(conversation.summary?.covers)
        #expect(covered.allSatisfy { told.contains(conversation.nodes[$0].message.text) })
        try await conversation.send("And one more?", with: client, options: options)
        #expect(server.requests.count == calls + 1)
    }

    @Test("A question whose call fails stays, and can be retried")
    func failure() async throws {
        let transport = ScriptedTransport(
            .json(#"{"error": {"message": "no"}}"#, status: 401),
            .json(#"{"choices": [{"message": {"role": "assistant", "content": "a"}}]}"#)
        )
        var conversation = Conversation(model: "gpt-4")
        let client = try client(transport)
        await #expect(throws: OpenAIError.self) { try await conversation.send("q", with: client) }
        #expect(conversation.messages == [.user("q")])
        #expect(try await conversation.retry(with: client).text == "a")
        #expect(conversation.messages == [.user("q"), .assistant("a")])
        #expect(conversation.nodes[1].model == "gpt-4" && conversation.nodes[1].status == .complete)
        #expect(try await conversation.retry(with: client).text == "a")
        #expect(conversation.leaves == [1, 2])
        #expect(try await conversation.edit("p", with: client).text == "a")
        #expect(conversation.messages == [.user("p"), .assistant("a")])
        #expect(conversation.nodes.count == 5)
    }

    private func client(_ transport: ScriptedTransport) throws -> OpenAI {
        try OpenAI(
            configuration: OpenAI.Configuration(baseURL: BaseURL("http://127.0.0.1:9")),
            transport: transport
        )
    }
}
