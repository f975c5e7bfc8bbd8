import Waiter
import WaiterConversation

/// A conversation in an actor: a session as a property, and the value type in a local variable.
actor ChatRoom {
    private let client: OpenAI
    private let session: ConversationSession
    private(set) var transcript = ""
    private(set) var title: String?

    init(client: OpenAI) {
        self.client = client
        session = ConversationSession(model: "gpt-6.1-sol", client: client)
    }

    func ask(_ question: String) async throws -> String {
        try await session.send(question).text
    }

    func streamInLoop(_ question: String) async throws {
        for try await chunk in try await session.stream(question) {
            transcript += chunk.text
        }
    }

    func rename(_ title: String) async throws {
        try await session.update { conversation in
            conversation.title = title
            self.title = title
        }
    }

    func streamWithClosure(_ question: String) async throws {
        var conversation = Conversation(model: "gpt-6.1-sol")
        try await conversation.stream(question, with: client) { chunk in
            transcript += chunk.text
        }
        try await conversation.retry(with: client) { chunk in
            await note(chunk)
        }
    }

    private func note(_ chunk: ChatCompletionChunk) async {
        transcript += chunk.text.uppercased()
    }
}
