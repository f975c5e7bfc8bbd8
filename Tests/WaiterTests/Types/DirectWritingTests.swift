import Testing

@testable import Waiter

@Suite("Completions that are written directly")
struct DirectWritingTests {
    /// Takes the ordinary way, whatever the value can do.
    private struct Slowly: Encodable {
        let value: ChatCompletion
        enum CodingKeys: String, CodingKey {
            case id, object, created, model, choices, usage
            case serviceTier = "service_tier"
            case systemFingerprint = "system_fingerprint"
        }
        func encode(to encoder: any Encoder) throws {
            try value.encode(to: encoder)
        }
    }

    private static let completions: [ChatCompletion] = {
        var plain = ChatCompletion(
            id: "c",
            choices: [.init(message: .init(content: "Hi \"there\"\n\u{1}é"))],
            created: 5,
            model: "m",
            usage: CompletionUsage(promptTokens: 1, completionTokens: 2)
        )
        var all = [plain, ChatCompletion(choices: [])]
        plain.choices.append(
            .init(index: 1, message: .init(content: nil, refusal: "no", reasoning: "hm"), finishReason: nil)
        )
        plain.serviceTier = .default
        plain.systemFingerprint = "fp"
        plain.usage?.promptTokensDetails = CompletionUsage.PromptTokensDetails()
        plain.usage?.promptTokensDetails?.cachedTokens = 3
        plain.usage?.completionTokensDetails = CompletionUsage.CompletionTokensDetails()
        plain.usage?.completionTokensDetails?.reasoningTokens = 4
        all.append(plain)
        plain.usage?.promptTokensDetails = CompletionUsage.PromptTokensDetails()
        plain.usage?.completionTokensDetails?.audioTokens = 1
        all.append(plain)
        plain.metadata = ["a": "b"]
        all.append(plain)
        var tool = plain
        tool.choices[0].message.toolCalls = [
            .function(ToolCall.Function(id: "1", function: FunctionCall(name: "f", arguments: "{}")))
        ]
        return all + [tool]
    }()

    @Test("They are, byte for byte, what the ordinary way writes, and are read again", arguments: completions)
    func same(completion: ChatCompletion) throws {
        let direct = try JSONBodyEncoder.encode(completion)
        let slow = try JSONBodyEncoder.encode(Slowly(value: completion))
        // A nested usage takes the direct way by itself.
        #expect(String(decoding: direct, as: UTF8.self) == String(decoding: slow, as: UTF8.self))
        #expect(try JSONBodyDecoder.decode(ChatCompletion.self, from: direct) == completion)
    }
}
