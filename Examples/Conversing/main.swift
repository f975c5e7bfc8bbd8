import Waiter
import WaiterConversation

/// The third lesson: models have no memory, conversations have.
@main
struct Conversing {
    static func main() async throws {
        let client = try OpenAI()
        // What was said goes along with each question, as much of it as the model has room for.
        var conversation = Conversation(model: "gpt-6.1-sol", system: "Be brief.")
        print(try await conversation.send("What is an API?", with: client).text)
        print(try await conversation.send("And how is it like a waiter?", with: client).text)
    }
}
