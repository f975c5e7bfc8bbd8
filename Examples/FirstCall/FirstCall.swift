import Waiter

/// Lesson 1: Send a prompt and receive an answer.
@main
struct FirstCall {
    static func main() async throws {
        let client = try OpenAI()  // reads OPENAI_API_KEY, OPENAI_BASE_URL and so on
        let completion = try await client.chat.completions.create(
            .init(model: "gpt-6.1-sol", messages: [.system("Be brief."), .user("What is an API?")])
        )
        print(completion.text)
    }
}
