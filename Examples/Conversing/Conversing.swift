import Waiter
import WaiterConversation

/// Lesson 3: models have no memory, but conversations do.
@main
struct Conversing {
    static func main() async throws {
        let client = try OpenAI()
        // Each question is sent with as much of the previous conversation as the model's context allows.
        var conversation = Conversation(model: "gpt-6.1-sol", system: "Be brief.")
        print(try await conversation.send("What is an API?", with: client).text)
        print(try await conversation.send("And how is it like a waiter?", with: client).text)
    }
}
