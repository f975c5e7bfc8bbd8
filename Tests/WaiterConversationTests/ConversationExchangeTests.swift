import Testing
import Waiter
import WaiterConversation
import WaiterModels
import WaiterTestSupport

/// Sends raw requests, and records the events of the conversation's loop.
private struct NotingExchange: ConversationExchange {
    struct End {
        var lastMessage: ChatMessage?
        var learned: Bool
        var code: OpenAIError.Code?
    }

    let client: OpenAI
    var options = RequestOptions()
    /// Thrown after a complete answer has arrived.
    var failure: (any Error)?
    var fits: [FittedContext] = []
    var questions: [ChatMessage?] = []
    var bodies: [[UInt8]] = []
    var ends: [End] = []
    var received: ChatCompletion?

    mutating func didFit(_ context: FittedContext) { fits.append(context) }

    mutating func answer(
        to request: ChatCompletionRequest,
        in conversation: Conversation
    ) async throws -> ChatCompletion {
        questions.append(conversation.path.last?.message)
        let response = try await client.send(.chatCompletion(request), options: options)
        bodies.append(response.body)
        if let failure {
            received = response.value
            throw failure
        }
        return response.value
    }

    mutating func didEnd(in conversation: Conversation, error: (any Error)?) {
        ends.append(
            End(
                lastMessage: conversation.path.last?.message,
                learned: conversation.learnedContext != nil,
                code: (error as? OpenAIError)?.code
            )
        )
    }
}

@Suite("Custom conversation exchanges") struct ConversationExchangeTests {
    private struct OutputClosed: Error {}

    private let answer = #"{"choices": [{"message": {"role": "assistant", "content": "a"}}], "x_more": 1}"#
    private let refusal =
        #"{"error": {"code": "context_length_exceeded", "message": "maximum context length is 60 tokens"}}"#

    private func client(_ steps: ScriptedTransport.Step...) throws -> (OpenAI, ScriptedTransport) {
        let transport = ScriptedTransport(steps: steps)
        let configuration = try OpenAI.Configuration(baseURL: BaseURL("http://127.0.0.1:9"))
        return (try OpenAI(configuration: configuration, transport: transport), transport)
    }

    private func long() -> Conversation {
        var conversation = Conversation(model: "gpt-4", system: "Be brief.")
        for turn in 0..<10 {
            conversation.append(.user("Question \(turn) of many?"))
            conversation.append(.assistant("Answer \(turn) of many."))
        }
        conversation.append(.user("The last one?"))
        return conversation
    }

    @Test("It receives the fit, the question before it is sent, the raw answer, and the resulting conversation")
    func observes() async throws {
        let (client, transport) = try client(.json(answer))
        var exchange = NotingExchange(client: client)
        var conversation = long()
        let completion = try await conversation.answer(through: &exchange)
        #expect(completion.text == "a" && transport.requests.count == 1)
        #expect(exchange.fits.map(\.messages.count) == [22] && exchange.fits.first == conversation.lastFit)
        #expect(exchange.questions == [.user("The last one?")])
        #expect(exchange.bodies == [Array(answer.utf8)])
        #expect(exchange.ends.map(\.lastMessage) == [.assistant("a")] && exchange.ends.first?.code == nil)
        #expect(conversation.path.last?.status == .complete)
    }

    @Test("Each attempt ends once: the rejected one learns the limit, the next one fits and is recorded")
    func learns() async throws {
        let (client, transport) = try client(.json(refusal, status: 400), .json(answer))
        var exchange = NotingExchange(client: client)
        var conversation = long()
        try await conversation.answer(through: &exchange)
        #expect(exchange.ends.map(\.code) == [.contextLengthExceeded, nil])
        #expect(exchange.ends.map(\.learned) == [true, true])
        #expect(exchange.ends.map(\.lastMessage) == [.user("The last one?"), .assistant("a")])
        #expect(exchange.fits.count == 2 && exchange.fits.first?.omitted == [])
        #expect(exchange.fits.last.map { !$0.omitted.isEmpty } ?? false)
        #expect(transport.requests.count == 2)
        #expect(conversation.window(.init()).size == 60)
    }

    @Test("A second overflow contains the server's error")
    func refusedTwice() async throws {
        let (client, _) = try client(.json(refusal, status: 400), .json(refusal, status: 400))
        var exchange = NotingExchange(client: client)
        var conversation = long()
        let error = await #expect(throws: ConversationError.self) {
            try await conversation.answer(through: &exchange)
        }
        #expect(error?.code == .contextTooLong && error?.limit == 60)
        #expect(error?.refusal?.code == .contextLengthExceeded && error?.refusal?.status == 400)
        #expect(exchange.ends.map(\.code) == [.contextLengthExceeded, .contextLengthExceeded])
    }

    @Test("If it throws, the partial answer is recorded as interrupted, and nothing is sent again")
    func interrupted() async throws {
        let (client, transport) = try client(.json(answer))
        var exchange = NotingExchange(client: client, failure: OutputClosed())
        var conversation = long()
        await #expect(throws: OutputClosed.self) { try await conversation.answer(through: &exchange) }
        #expect(conversation.path.last?.message == .assistant("a"))
        #expect(conversation.path.last?.status == .interrupted)
        #expect(exchange.ends.map(\.lastMessage) == [.assistant("a")])

        // Even if the context window is reported as too small: a partial answer cannot be retracted.
        exchange.failure = OpenAIError(.contextLengthExceeded, "too long")
        conversation.append(.user("Again?"))
        await #expect(throws: OpenAIError.self) { try await conversation.answer(through: &exchange) }
        #expect(transport.requests.count == 2)
    }

    @Test("With sendEverything, nothing is counted, and an overflow reaches the caller")
    func everything() async throws {
        let (client, transport) = try client(.json(answer), .json(refusal, status: 400))
        var exchange = NotingExchange(client: client)
        var conversation = long()
        let options = Conversation.Options(
            policy: .sendEverything,
            window: ContextWindow(size: 10),
            count: { _ in throw OutputClosed() }
        )
        try await conversation.answer(through: &exchange, options: options)
        #expect(exchange.fits.isEmpty && conversation.lastFit == nil)
        let sent = try #require(transport.requests.first)
        #expect(try JSONBodyDecoder.decode(ChatCompletionRequest.self, from: sent.body).messages.count == 22)
        conversation.append(.user("And now?"))
        await #expect(throws: OpenAIError.self) {
            try await conversation.answer(through: &exchange, options: options)
        }
        #expect(exchange.ends.last?.learned == false)
    }

    @Test("The server's count is requested for each whole request")
    func serverCount() async throws {
        let (client, _) = try client(.json(answer))
        var exchange = NotingExchange(client: client)
        var conversation = long()
        let options = Conversation.Options(
            window: ContextWindow(size: 100, reserve: 10),
            count: { TokenCount(text: 10 * $0.messages.count + ($0.temperature == 0 ? 5 : 0)) },
            prepare: { $0.temperature = 0 }
        )
        try await conversation.answer(through: &exchange, options: options)
        #expect(exchange.fits.first?.tokens == 85 && exchange.fits.first?.limit == 90)
        #expect(exchange.fits.first?.messages.count == 8)
    }
}
