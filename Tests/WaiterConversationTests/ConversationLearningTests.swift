import Testing
import Waiter
import WaiterConversation

@Suite("Learning a context window from error messages") struct ConversationLearningTests {
    private func refusal(_ words: String) -> OpenAIError {
        var error = OpenAIError(.contextLengthExceeded, "too long")
        error.server = ServerErrorBody(message: words)
        return error
    }

    private func fit(_ tokens: Int) async throws -> FittedContext {
        try await Conversation(model: "m", messages: [.user("q")]).fitted(to: ContextWindow(size: nil)) { _ in tokens }
    }

    @Test(
        "The limit is parsed from the message of each server",
        arguments: [
            "This model's maximum context length is 8192 tokens. However, your messages resulted in 9001 tokens.",
            "This model's maximum context length is 8,192 tokens. However, you requested 9,501 tokens (9,001 in the messages, "
                + "500 in the completion).",
            "This model's maximum context length is 8192 tokens. However, your request has 9001 input tokens.",
            "Input tokens exceed the configured limit of 8192 tokens. Your messages resulted in 9001 tokens.",
            "prompt is too long: 9001 tokens > 8192 maximum",
            "The input token count (9001) exceeds the maximum number of tokens allowed (8192).",
            "the request (9001 tokens) exceeds the available context size (8192 tokens), try increasing it",
            "The prompt is longer than the maximum model length of 8192",
        ]
    )
    func words(_ words: String) async throws {
        let learned = Conversation.learned(from: refusal(words), try await fit(9001), ContextWindow(size: nil))
        #expect(learned == ContextWindow(size: 8192, reserve: 1024))
        // A server that counts 50% more accepts fewer of our tokens.
        let fewer = Conversation.learned(from: refusal(words), try await fit(6001), ContextWindow(size: 128_000))
        if words.contains("9001") || words.contains("9,001") {
            #expect(fewer?.size.map { (5000..<5462).contains($0) } ?? false)
        } else {
            #expect(fewer == nil)
        }
    }

    @Test("Requested output keeps its room in a smaller context window; an optional reserve shrinks with it")
    func reserve() async throws {
        let error = refusal("maximum context length is 2000 tokens")
        let window = ContextWindow(size: 128_000, reserve: 16_000)
        let context = try await fit(5000)
        #expect(Conversation.learned(from: error, context, window)?.limit == 1500)
        #expect(Conversation.learned(from: error, context, window, answer: 900)?.limit == 1100)
    }

    @Test(
        "Without a number, nothing is learned, but half the size can be tried",
        arguments: ["too long", "", "is 9999999999999999999"]
    )
    func silence(_ words: String) async throws {
        let context = try await fit(1000)
        #expect(Conversation.learned(from: refusal(words), context, ContextWindow(size: nil)) == nil)
        let guess = Conversation.learned(from: refusal(words), context, ContextWindow(size: nil), guesses: true)
        #expect(guess?.limit == 500)
    }
}
