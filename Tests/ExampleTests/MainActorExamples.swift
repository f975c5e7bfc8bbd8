import Waiter
import WaiterConversation

/// A conversation behind a view: a session as a property of a class on the main actor.
@MainActor
final class ChatModel {
    private let session: ConversationSession
    private let client: OpenAI
    private(set) var text = ""
    private(set) var error: String?
    private var reading: Task<Void, Never>?

    init(client: OpenAI) {
        self.client = client
        session = ConversationSession(model: "gpt-6.1-sol", client: client)
    }

    var messages: [String] { session.conversation.messages.map(\.text) }

    func ask(_ question: String) {
        reading = Task {
            do {
                for try await chunk in try await session.stream(question) { text += chunk.text }
            } catch {
                self.error = "\(error)"
            }
        }
    }

    func stop() async {
        reading?.cancel()
        await reading?.value
    }

    func finish() async { await reading?.value }

    func streamWithClosure(_ question: String) async throws {
        var conversation = Conversation(model: "gpt-6.1-sol")
        try await conversation.stream(question, with: client) { chunk in
            text += chunk.text
        }
    }
}
