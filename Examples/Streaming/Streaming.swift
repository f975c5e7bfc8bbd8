import Waiter

/// Lesson 2: Print the answer as it is generated.
@main
struct Streaming {
    static func main() async throws {
        let client = try OpenAI()
        do {
            for try await chunk in try await client.chat.completions.stream(
                .init(model: "gpt-6.1-sol", messages: [.user("Count to ten.")])
            ) {
                print(chunk.choices.first?.delta.content ?? "", terminator: "")
            }
            print()
        } catch let error as OpenAIError where error.code == .streamTruncated {
            // If an answer is truncated, an error is always thrown. The error contains the partial answer.
            print("\n[cut off after: \(error.completion?.text ?? "")]")
        }
    }
}
