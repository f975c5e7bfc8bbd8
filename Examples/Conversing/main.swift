import Waiter
import WaiterConversation

// The third lesson: models have no memory, conversations have.
let client = try OpenAI()
// What was said goes along with each question, as much of it as the model has room for.
let session = ConversationSession(model: "gpt-6.1-sol", system: "Be brief.", client: client)
print(try await session.send("What is an API?").text)
for try await chunk in try await session.stream("And how is it like a waiter?") {
    print(chunk.text, terminator: "")
}
print()
