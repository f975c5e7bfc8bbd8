import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@Suite("Examples", .timeLimit(.minutes(10)))
struct ExampleTests {
    @Test("A session is used by an actor, and closures of the value type access the actor's state")
    func actor() async throws {
        let model = ScriptedTransport.answers("one", .stream("t", "wo"), .stream("th", "ree"), .stream("fo", "ur"))
        let room = ChatRoom(client: try model.client())
        #expect(try await room.ask("a") == "one")
        try await room.streamInLoop("b")
        #expect(await room.transcript == "two")
        try await room.rename("A title")
        #expect(await room.title == "A title")
        try await room.streamWithClosure("c")
        #expect(await room.transcript == "twothreeFOUR")
    }

    @MainActor
    @Test("A session is used by a class on the main actor, and stopped there")
    func mainActor() async throws {
        let chat = ChatModel(client: try ScriptedTransport.answers(.stream("on", "e"), .silence).client())
        chat.ask("a")
        await chat.finish()
        #expect(chat.text == "one" && chat.messages == ["a", "one"] && chat.error == nil)
        chat.ask("b")
        await chat.stop()
        #expect(chat.error == "\(CancellationError())")
        let other = ChatModel(client: try ScriptedTransport.answers(.stream("tw", "o")).client())
        try await other.streamWithClosure("c")
        #expect(other.text == "two")
    }

    @Test("Two tasks use one session concurrently")
    func tasks() async throws {
        let session = ConversationSession(model: "m", client: try ScriptedTransport.answers("one", "two").client())
        async let first = session.send("a").text
        async let second = session.send("b").text
        #expect(try await [first, second].sorted() == ["one", "two"])
        #expect(session.conversation.messages.count == 4)
    }

    @Test("The example at the top level of main.swift sends two questions, the second with the first exchange")
    func topLevel() async throws {
        let choice = #"{"index":0,"message":{"role":"assistant","content":"A waiter."},"finish_reason":"stop"}"#
        let server = try FaultServer { _, _ in [.response(#"{"choices":[\#(choice)]}"#)] }
        let waiter = try #require(CommandFixture.executable)
        let example = URL(fileURLWithPath: waiter).deletingLastPathComponent().appendingPathComponent("Conversing").path
        let fixture = try CommandFixture()
        let result = try await fixture.run(
            [],
            environment: ["OPENAI_BASE_URL": "http://127.0.0.1:\(server.port)/v1"],
            executable: example
        )
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(result.output == "A waiter.\nA waiter.\n")
        #expect(server.requests.count == 2)
        let second = try #require(server.requests.last)
        #expect(second.text.contains("A waiter."))
    }

    @Test("The example of typed answers prints a value, and the snapshots of another")
    func parsing() async throws {
        let text = #"{"mood":"mixed","stars":4,"wouldReturn":true}"#
        let server = try FaultServer { request, _ in
            let member = request.text.contains("\"stream\":true") ? "delta" : "message"
            let choice: JSONValue = .object(["index": 0, member: ["content": .string(text)]])
            return [.response(JSONValue.object(["choices": [choice]]).jsonText)]
        }
        let waiter = try #require(CommandFixture.executable)
        let example = URL(fileURLWithPath: waiter).deletingLastPathComponent().appendingPathComponent("Parsing").path
        let result = try await CommandFixture().run(
            [],
            environment: ["OPENAI_BASE_URL": "http://127.0.0.1:\(server.port)/v1"],
            executable: example
        )
        #expect(result.exitCode == 0, "\(result.error)")
        #expect(result.output.hasPrefix("mixed, 4 of 5\n"))
        #expect(result.output.contains(text))
    }
}
