import Synchronization
import Testing
import Waiter
import WaiterCommands
import WaiterConversation
import WaiterPlatform
import WaiterTerminal
import WaiterTestSupport

@Suite("The chat loop")
struct ChatLoopTests {
    @Test("Lines are successive questions with the previous messages, and no prompt is shown")
    func lines() async throws {
        let scene = try ChatScene()
        try await scene.run("one\n\n\"\"\"\ntwo\nlines\n\"\"\"\nthree", first: "zero")
        #expect(scene.asked.map(\.last) == ["zero", "one", "two\nlines", "three"])
        #expect(scene.asked.last?.count == 7)
        #expect(scene.errors == "")
    }

    @Test("/quit stops reading")
    func quit() async throws {
        let scene = try ChatScene()
        try await scene.run("one\n/quit\ntwo\n")
        #expect(scene.asked.count == 1)
    }

    @Test("A failure is printed and the chat continues; /retry sends the question again")
    func failure() async throws {
        let count = Mutex(0)
        var model = ScriptedModel()
        model.script = { conversation in
            let isFirst = count.withLock { count in
                count += 1
                return count == 1
            }
            if isFirst { throw CommandFailure(.network, "connection failed", nextStep: "try again") }
            return "yes"
        }
        let scene = try ChatScene(model)
        try await scene.run("one\n/retry\ntwo\n")
        #expect(scene.errors == "waiter: connection failed; try again\n")
        #expect(scene.asked == [["one"], ["one"], ["one", "yes", "two"]])
    }

    @Test("A question without an answer is omitted from the next request, and stays as a branch")
    func unanswered() async throws {
        var model = ScriptedModel()
        model.script = { conversation in
            guard conversation.path.last?.message.text != "bad" else { throw CommandFailure(.refused, "no") }
            return "yes"
        }
        let scene = try ChatScene(model)
        try await scene.run("one\nbad\ntwo\n")
        #expect(scene.asked.last == ["one", "yes", "two"])
        #expect(scene.errors.contains("omitting the previous question, which has no answer"))
        #expect(ConversationMap(scene.session.conversation).branches.map(\.question) == ["bad"])
    }

    @Test("Ctrl-C stops an answer, not the chat, and messages are kept")
    func interrupt() async throws {
        let begun = Gate()
        var model = ScriptedModel()
        model.script = { conversation in
            guard conversation.path.last?.message.text == "slow" else { return "yes" }
            begun.open()
            try await Task.sleep(for: .seconds(60))
            return "never"
        }
        let scene = try ChatScene(model)
        let interrupts = TurnInterrupts(onIdle: {})
        let signal = Task {
            await begun.wait()
            return interrupts.take(SIGINT)
        }
        try await scene.run("slow\n/retry!\nnext\n".replacing("/retry!\n", with: ""), interrupts: interrupts)
        #expect(await signal.value)
        #expect(scene.errors.hasPrefix("waiter: stopped; /retry to ask again\n"))
        #expect(scene.asked.last == ["next"])
    }

    @Test("Ctrl-C while idle shows a hint, a third one during the same work ends the chat, and SIGTERM always does")
    func signals() async throws {
        let hints = Mutex(0)
        let interrupts = TurnInterrupts(onIdle: { hints.withLock { $0 += 1 } })
        #expect(interrupts.take(SIGINT))
        #expect(interrupts.take(SIGINT))
        #expect(interrupts.take(SIGINT))
        #expect(interrupts.take(SIGINT))
        #expect(hints.withLock { $0 } == 4)
        #expect(!interrupts.take(SIGTERM))
        await interrupts.running {
            #expect(interrupts.take(SIGINT))
            #expect(Task.isCancelled)
            #expect(interrupts.take(SIGINT))
            #expect(!interrupts.take(SIGINT))
        }
        #expect(!TurnInterrupts(onIdle: nil).take(SIGINT))
    }

    @Test("A closed output ends the chat")
    func closed() async throws {
        var model = ScriptedModel()
        model.script = { _ in throw StandardStream.Failure.closedByReader }
        let scene = try ChatScene(model)
        await #expect(throws: StandardStream.Failure.closedByReader) { try await scene.run("one\ntwo\n") }
        #expect(scene.asked.count == 1)
    }

    @Test("A cancelled chat ends with its current work")
    func cancelled() async throws {
        let begun = Gate()
        var model = ScriptedModel()
        model.script = { _ in
            begun.open()
            try await Task.sleep(for: .seconds(60))
            return "never"
        }
        let record = model.record
        let scripted = model
        let task = Task { try await ChatScene(scripted).run("one\ntwo\n") }
        await begun.wait()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(record.asked.withLock { $0.count } == 1)
    }
}
