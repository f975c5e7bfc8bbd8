import Waiter
import WaiterConversation

// Lesson 3: Models have no memory, but conversations do.
let client = try OpenAI()
// Each request includes as many previous messages as fit in the model's context window.
let session = ConversationSession(model: "gpt-6.1-sol", system: "Be brief.", client: client)
print(try await session.send("What is an API?").text)
for try await chunk in try await session.stream("And how is it like a waiter?") {
    print(chunk.text, terminator: "")
}
print()
