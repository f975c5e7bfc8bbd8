import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@Suite("Tool loops through an exchange", .timeLimit(.minutes(1)))
struct ToolExchangeTests {
    /// Sends complete requests, and notes what it is told.
    private struct Recorder: ToolExchange {
        let client: OpenAI
        let journal: Journal
        var discards: (@Sendable (ChatCompletion) -> Bool)?

        func answer(to request: ChatCompletionRequest, in conversation: Conversation) async throws -> ChatCompletion {
            journal.note("\(request.messages.count) messages" + (request.offersToolsBySchema ? " by schema" : ""))
            return try await client.chat.completions.create(request)
        }

        func didEnd(in conversation: Conversation, error: (any Error)?) {
            journal.note("end with \(conversation.messages.count)")
        }

        func didReceive(_ event: ToolEvent) {
            if case .started(let call) = event { journal.note("start \(call.name)") }
            if case .finished(_, let output) = event { journal.note("result \(output.text)") }
        }

        func save(_ conversation: Conversation) {
            journal.note("save \(conversation.pendingTools?.attempted.count ?? -1)")
        }
    }

    @Test("Each step is a call to the exchange; saves happen before calls and after steps", arguments: [false, true])
    func steps(isBySchema: Bool) async throws {
        let journal = Journal()
        let model =
            isBySchema
            ? ScriptedTransport.answers(#"{"tool":"add","arguments":{"n":1}}"#, #"{"answer":"2"}"#)
            : ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#), "2")
        let client = try model.client()
        var exchange = Recorder(client: client, journal: journal)
        var conversation = Conversation(model: "m")
        conversation.append(.user("1+1?"))
        let end = try await conversation.answer(
            through: &exchange,
            with: client,
            tools: [tool("add") { _ in "2" }],
            until: .steps(5),
            mode: isBySchema ? .schema : .native
        )
        #expect(end == .answered)
        let first = isBySchema ? ["2 messages by schema", "4 messages by schema"] : ["1 messages", "3 messages"]
        let expected = [first[0], "end with 2", "start add", "save 1", "result 2", "save 0", first[1], "end with 4"]
        #expect(journal.all == expected)
        #expect(conversation.messages.last?.text == "2")
        #expect(conversation.pendingTools == nil)
    }

    @Test("A loop that waits for the user continues with the decision")
    func suspension() async throws {
        let model = ScriptedTransport.answers(.toolCall("deploy", #"{"n":1}"#, id: "a"), "Done")
        let client = try model.client()
        var exchange = Recorder(client: client, journal: Journal())
        var deploy = try tool("deploy") { _ in "ok" }
        deploy.approval = { _ in .askUser() }
        var conversation = Conversation(model: "m")
        conversation.append(.user("Deploy"))
        let end = try await conversation.answer(through: &exchange, with: client, tools: [deploy], until: .steps(5))
        #expect(end == .suspended)
        let later = try await conversation.answer(
            through: &exchange,
            with: client,
            tools: [deploy],
            until: .steps(5),
            resuming: ["a": .approved]
        )
        #expect(later == .answered)
        #expect(conversation.messages.map(\.role) == [.user, .assistant, .tool, .assistant])
    }

    /// Fails when it is shown a result, as a closed output does.
    private struct ClosedOutput: ToolExchange {
        struct Closed: Error {}

        let client: OpenAI
        var discards: (@Sendable (ChatCompletion) -> Bool)?

        func answer(to request: ChatCompletionRequest, in conversation: Conversation) async throws -> ChatCompletion {
            try await client.chat.completions.create(request)
        }

        func didReceive(_ event: ToolEvent) throws {
            if case .finished = event { throw Closed() }
        }

        func save(_ conversation: Conversation) {}
    }

    @Test("A result that cannot be shown is kept, and its call is not repeated")
    func closedOutput() async throws {
        let journal = Journal()
        let model = ScriptedTransport.answers(.toolCall("pay", #"{"n":1}"#), "Paid")
        let client = try model.client()
        let pay = try tool("pay") { _ in
            journal.note("pay")
            return "receipt"
        }
        var exchange = ClosedOutput(client: client)
        var conversation = Conversation(model: "m")
        conversation.append(.user("Pay"))
        await #expect(throws: ClosedOutput.Closed.self) {
            try await conversation.answer(through: &exchange, with: client, tools: [pay], until: .steps(5))
        }
        #expect(conversation.pendingTools?.completed.count == 1)
        #expect(try await conversation.resumeTools(through: client, tools: [pay]).text == "Paid")
        #expect(journal.all == ["pay"])
        #expect(results(model.chatRequests[1].messages) == ["receipt"])
    }

    @Test("A loop that cannot continue because two tools have the same name is kept")
    func failedResume() async throws {
        let model = ScriptedTransport.answers(.toolCall("deploy", #"{"n":1}"#, id: "a"), "Done")
        let client = try model.client()
        var exchange = Recorder(client: client, journal: Journal())
        var deploy = try tool("deploy") { _ in "ok" }
        deploy.approval = { _ in .askUser() }
        var conversation = Conversation(model: "m")
        conversation.append(.user("Deploy"))
        try await conversation.answer(through: &exchange, with: client, tools: [deploy], until: .steps(5))
        let pending = try #require(conversation.pendingTools)
        await #expect(throws: OpenAIError.self) {
            try await conversation.answer(
                through: &exchange,
                with: client,
                tools: [deploy, deploy],
                until: .steps(5),
                resuming: [:]
            )
        }
        #expect(conversation.pendingTools == pending)
    }

    @Test("A failed call leaves its question as a branch")
    func failure() async throws {
        let client = try ScriptedTransport.answers(.status(400)).client()
        var exchange = Recorder(client: client, journal: Journal())
        var conversation = Conversation(model: "m")
        conversation.append(.user("One"))
        await #expect(throws: OpenAIError.self) {
            try await conversation.answer(through: &exchange, with: client, tools: [tool("add")], until: .steps(5))
        }
        #expect(conversation.nodes.last?.status == .failed)
        #expect(conversation.pendingTools == nil)
    }
}
