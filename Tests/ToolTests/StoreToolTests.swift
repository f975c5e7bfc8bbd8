import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterStore
import WaiterTestSupport

@Suite("Tool loops in a store", .timeLimit(.minutes(1)))
struct StoreToolTests {
    /// A database in a directory of its own.
    private final class Folder: Sendable {
        let path = NSTemporaryDirectory() + "waiter-tools-\(UUID().uuidString)"

        init() throws {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }

        func store() async throws -> ConversationStore {
            try await ConversationStore(path: path + "/chats.sqlite3")
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    @Test("If a process dies during a call, another process resumes the loop without running the call again")
    func crash() async throws {
        let folder = try Folder()
        let journal = Journal()
        let model = ScriptedTransport.answers(.toolCall("pay", #"{"n":1}"#, id: "a"), "Done")
        let client = try model.client()
        let store = try await folder.store()
        let session = store.session(model: "m", client: client)
        let pay = try tool("pay") { _ in
            journal.note("pay")
            try await Task.sleep(for: .seconds(3600))
            return ""
        }
        let task = Task { try await session.run("Pay", tools: [pay]).collect() }
        while journal.all.isEmpty { await Task.yield() }
        // What another process would find if this one died now.
        let other = try await folder.store()
        let found = try await other.session(session.id, client: client)
        #expect(found !== session)
        #expect(found.conversation.pendingTools?.attempted.map(\.id) == ["a"])
        #expect(try await found.resume(tools: [pay]).collect().text == "Done")
        #expect(journal.all == ["pay"])
        #expect(results(model.chatRequests[1].messages)[0].hasPrefix("error: the outcome of this call is unknown"))
        let third = try await folder.store().conversation(session.id)
        #expect(third.conversation.pendingTools == nil)
        #expect(third.conversation.messages.map(\.role) == [.user, .assistant, .tool, .assistant])
        task.cancel()
        _ = await task.result
    }

    @Test("A suspended loop waits in the store for its decision")
    func suspension() async throws {
        let folder = try Folder()
        let model = ScriptedTransport.answers(.toolCall("deploy", #"{"n":1}"#, id: "a"), "Done")
        let client = try model.client()
        var deploy = try tool("deploy") { _ in "ok" }
        deploy.approval = { _ in .askUser(prompt: "Deploy?") }
        let session = try await folder.store().session(model: "m", client: client)
        try await session.run("Deploy", tools: [deploy]).collect()
        let later = try await folder.store().session(session.id, client: client)
        #expect(later.conversation.pendingTools == session.conversation.pendingTools)
        let run = later.resume(with: ["a": .approved], tools: [deploy])
        #expect(try await run.collect().text == "Done")
        #expect(results(model.chatRequests[1].messages) == ["ok"])
    }
}
