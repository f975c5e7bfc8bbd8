import Waiter

/// The second lesson: the answer is read while it is written.
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
            // Never half an answer passed off as a whole one: what came is here, and that it was cut is known.
            print("\n[cut off after: \(error.completion?.text ?? "")]")
        }
    }
}
