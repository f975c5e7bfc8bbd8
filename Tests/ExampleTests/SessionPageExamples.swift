import Foundation
import Waiter
import WaiterConversation
import WaiterStore

/// The code of docs/sessions.md, which `PageTests` compares with it.
enum SessionPageExamples {
    static func asking(client: OpenAI) async throws -> ConversationSession {
        let session = ConversationSession(model: "gpt-6.1-sol", system: "Be brief.", client: client)
        let completion = try await session.send("What is an API?")
        print(completion.text, completion.usage?.totalTokens ?? 0)
        return session
    }

    static func changing(session: ConversationSession) async throws {
        try await session.update { $0.title = "About waiters" }
        try await session.update { try $0.undo() }
        for message in session.conversation.messages { print(message.role.rawValue, message.text) }
    }

    static func streaming(session: ConversationSession) async throws {
        let answer = try await session.stream("Count to ten.")
        do {
            for try await chunk in answer { print(chunk.text, terminator: "") }
        } catch {
            print("[ended early: \(error)]")
        }
        print(answer.status, answer.completion?.text ?? "")
    }

    static func storing(client: OpenAI) async throws {
        let store = try await ConversationStore(path: "chats.sqlite3")
        let session = store.session(model: "gpt-6.1-sol", client: client)
        try await session.send("What is an API?")
        let id = session.id

        // Later, or in another process:
        let later = try await store.session(id, client: client)
        try await later.send("And how is it like a waiter?")
        for conversation in try await store.list() { print(conversation.id, conversation.title, conversation.turns) }
    }

    struct FileSaver: ConversationSaver {
        let file: URL

        func save(_ conversation: Conversation) async throws {
            try JSONEncoder().encode(conversation).write(to: file, options: .atomic)
        }
    }

    actor Writer {
        private(set) var transcript = ""

        func write(client: OpenAI) async throws {
            var conversation = Conversation(model: "gpt-6.1-sol")
            try await conversation.stream("Count to ten.", with: client) { chunk in
                transcript += chunk.text
            }
        }
    }

    static func options(session: ConversationSession) async throws -> ChatCompletion {
        var options = Conversation.Options(policy: .keepPinned)
        options.prepare = { $0.temperature = 0.2 }
        options.request.timeouts.total = .seconds(60)
        let brief = try await session.send("In one word?", options: options)
        return brief
    }
}
