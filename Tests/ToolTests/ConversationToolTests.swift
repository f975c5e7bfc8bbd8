import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterModels
import WaiterTestSupport

@Suite("Tools in conversations", .timeLimit(.minutes(1)))
struct ConversationToolTests {
    @Test("A conversation contains calls, results and the answer")
    func value() async throws {
        let model = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#), "It is 2", "Yes")
        let client = try model.client()
        var conversation = Conversation(model: "m", system: "Be brief.")
        var texts = ""
        let completion = try await conversation.send("1+1?", with: client, tools: [tool("add") { _ in "2" }]) { event in
            texts += event.text
        }
        #expect(completion.text == "It is 2")
        #expect(texts == "It is 2")
        #expect(conversation.messages.map(\.role) == [.system, .user, .assistant, .tool, .assistant])
        #expect(conversation.pendingTools == nil)
        // Calls and results are sent on without the tools.
        try await conversation.send("Sure?", with: client)
        #expect(model.chatRequests[2].messages.count == 6)
        #expect(model.chatRequests[2].tools == nil)
    }

    @Test("A session runs tools as one turn, and others wait")
    func session() async throws {
        let model = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#), "It is 2", "Later")
        let session = ConversationSession(model: "m", client: try model.client())
        let run = session.run("1+1?", tools: [try tool("add") { _ in "2" }])
        var later: Task<String, any Error>?
        for try await step in run {
            if later == nil { later = Task { try await session.send("And?").text } }
            for try await _ in step {}
        }
        #expect(try await later?.value == "Later")
        #expect(session.conversation.messages.map(\.role) == [.user, .assistant, .tool, .assistant, .user, .assistant])
    }

    @Test("A suspended loop is encoded with its conversation, and resumes from there")
    func suspension() async throws {
        let model = ScriptedTransport.answers(.toolCall("deploy", #"{"n":1}"#, id: "a"), "Done")
        var deploy = try tool("deploy") { _ in "ok" }
        deploy.approval = { _ in .askUser() }
        let client = try model.client()
        var conversation = Conversation(model: "m")
        try await conversation.send("Deploy", with: client, tools: [deploy])
        #expect(conversation.pendingTools?.waiting.map(\.id) == ["a"])
        let data = try JSONEncoder().encode(conversation)
        var later = try JSONDecoder().decode(Conversation.self, from: data)
        #expect(later == conversation)
        let completion = try await later.resumeTools(with: ["a": .approved], through: client, tools: [deploy])
        #expect(completion.text == "Done")
        #expect(later.pendingTools == nil)
        await #expect(throws: ConversationError.self) { try await later.resumeTools(through: client, tools: [deploy]) }
        // A new question leaves the calls behind, which no server accepts without results.
        try await conversation.send("Never mind", with: client)
        #expect(conversation.pendingTools == nil)
        #expect(model.chatRequests.last?.messages.map(\.role) == [.user, .user])
    }

    @Test("A cancelled loop resumes without running a call again")
    func cancellation() async throws {
        let journal = Journal()
        let model = ScriptedTransport.answers(.toolCall("pay", #"{"n":1}"#), "Done")
        let pay = try tool("pay") { _ in
            journal.note("pay")
            try await Task.sleep(for: .seconds(3600))
            return ""
        }
        let session = ConversationSession(model: "m", client: try model.client())
        let task = Task { try await session.run("Pay", tools: [pay]).collect() }
        while journal.all.isEmpty { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(session.conversation.pendingTools?.attempted.count == 1)
        #expect(try await session.resume(tools: [pay]).collect().text == "Done")
        #expect(journal.all == ["pay"])
        #expect(results(model.chatRequests[1].messages)[0].hasPrefix("error: the outcome of this call is unknown"))
    }

    @Test("A new question after an interrupted call tells the model that the call's outcome is unknown")
    func questionAfterInterruption() async throws {
        let begun = Gate()
        let model = ScriptedTransport.answers(.toolCall("pay", #"{"n":1}"#), "I cannot know")
        let pay = try tool("pay") { _ in
            begun.open()
            try await Task.sleep(for: .seconds(3600))
            return ""
        }
        let session = ConversationSession(model: "m", client: try model.client())
        let task = Task { try await session.run("Pay", tools: [pay]).collect() }
        await begun.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await session.send("Was it paid?").text == "I cannot know")
        let sent = try #require(model.chatRequests.last?.messages)
        #expect(sent.map(\.role) == [.user, .assistant, .tool, .user])
        #expect(results(sent).first?.hasPrefix("error: the outcome of this call is unknown") == true)
        #expect(session.conversation.pendingTools == nil)
    }

    @Test("Leaving a run ends its turn")
    func leaving() async throws {
        let model = ScriptedTransport.answers(.toolCall("add", #"{"n":1}"#), "Later")
        let session = ConversationSession(model: "m", client: try model.client())
        for try await step in session.run("1+1?", tools: [try tool("add")]) {
            for try await _ in step { break }
            break
        }
        #expect(try await session.send("And?").text == "Later")
    }

    @Test("A failed call to the model leaves the question as a branch")
    func failure() async throws {
        let model = ScriptedTransport.answers(.status(400), "Hi")
        let session = ConversationSession(model: "m", client: try model.client())
        await #expect(throws: OpenAIError.self) { try await session.run("One", tools: [try tool("add")]).collect() }
        #expect(session.conversation.pendingTools == nil)
        #expect(try await session.run("Two", tools: [try tool("add")]).collect().text == "Hi")
        #expect(model.chatRequests[1].messages.map(\.text) == ["Two"])
    }

    @Test("Fitting omits a call together with its result")
    func fitting() async throws {
        let model = ScriptedTransport.answers(
            .toolCall("add", #"{"n":1}"#),
            "First",
            .toolCall("add", #"{"n":2}"#),
            "Second"
        )
        let client = try model.client()
        var conversation = Conversation(model: "m")
        let add = try tool("add") { _ in ToolOutput(String(repeating: "many words ", count: 40)) }
        try await conversation.send("One", with: client, tools: [add])
        var options = Conversation.Options()
        options.window = ContextWindow(size: 200, reserve: 0)
        options.count = { request in
            TokenCount(text: request.messages.reduce(0) { $0 + $1.text.utf8.count / 4 })
        }
        try await conversation.send("Two", with: client, tools: [add], options: options)
        for request in model.chatRequests {
            let calls = request.messages.flatMap { $0.toolCalls.map(\.id) }
            #expect(calls == request.messages.compactMap(\.toolCallID))
        }
        #expect(model.chatRequests[3].messages.map(\.role) == [.user, .assistant, .tool])
        #expect(conversation.messages.count == 8)
    }

    @Test("Schema-based tools work in conversations, whose messages keep their usual form")
    func schema() async throws {
        let model = ScriptedTransport.answers(#"{"tool":"add","arguments":{"n":1}}"#, #"{"answer":"2"}"#)
        var conversation = Conversation(model: "m")
        let completion = try await conversation.send(
            "1+1?",
            with: try model.client(),
            tools: [tool("add") { _ in "2" }],
            mode: .schema
        )
        #expect(completion.text == "2")
        #expect(conversation.messages.map(\.role) == [.user, .assistant, .tool, .assistant])
        #expect(conversation.messages[1].toolCalls.first?.function?.name == "add")
        #expect(conversation.messages[3].text == "2")
    }
}
