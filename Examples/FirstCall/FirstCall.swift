import Waiter

/// Lesson 1: send a prompt and receive an answer.
@main
struct FirstCall {
    static func main() async throws {
        let client = try OpenAI()  // OPENAI_API_KEY, OPENAI_BASE_URL ... from the environment
        let completion = try await client.chat.completions.create(
            .init(model: "gpt-6.1-sol", messages: [.system("Be brief."), .user("What is an API?")])
        )
        print(completion.text)
    }
}
