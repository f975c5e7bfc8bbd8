import Testing

@testable import Waiter

@Suite("Direct encoding")
struct DirectWritingTests {
    /// Uses the ordinary encoder, whatever the value supports.
    private struct Slowly<Value: Encodable>: Encodable {
        let value: Value

        func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }
    }

    private static func slowly(_ value: some Encodable) throws -> String {
        String(decoding: try JSONBodyEncoder.encode(Slowly(value: value)), as: UTF8.self)
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

    @Test("The bytes equal those of the ordinary encoder, and decode again", arguments: completions)
    func same(completion: ChatCompletion) throws {
        let direct = try JSONBodyEncoder.encode(completion)
        #expect(String(decoding: direct, as: UTF8.self) == (try Self.slowly(completion)))
        #expect(try JSONBodyDecoder.decode(ChatCompletion.self, from: direct) == completion)
    }

    private static let usages: [CompletionUsage] = {
        var full = CompletionUsage(promptTokens: 100, completionTokens: 50)
        var prompt = CompletionUsage.PromptTokensDetails()
        (prompt.audioTokens, prompt.cachedTokens, prompt.cacheWriteTokens) = (3, 1, 2)
        (prompt.imageTokens, prompt.textTokens) = (4, 5)
        full.promptTokensDetails = prompt
        var completion = CompletionUsage.CompletionTokensDetails()
        (completion.acceptedPredictionTokens, completion.audioTokens, completion.reasoningTokens) = (7, 9, 6)
        (completion.rejectedPredictionTokens, completion.textTokens) = (8, 10)
        full.completionTokensDetails = completion
        var some = CompletionUsage(promptTokens: 1, completionTokens: 2, totalTokens: 9)
        some.promptTokensDetails = CompletionUsage.PromptTokensDetails()
        some.promptTokensDetails?.imageTokens = 0
        some.completionTokensDetails = CompletionUsage.CompletionTokensDetails()
        some.completionTokensDetails?.reasoningTokens = 0
        some.completionTokensDetails?.textTokens = 0
        return [full, some, CompletionUsage()]
    }()

    @Test("The bytes of usage with all of its details also equal those of the ordinary encoder", arguments: usages)
    func usage(usage: CompletionUsage) throws {
        let direct = String(decoding: try JSONBodyEncoder.encode(usage), as: UTF8.self)
        #expect(direct == (try Self.slowly(usage)))
        #expect(try JSONBodyDecoder.decode(CompletionUsage.self, from: Array(direct.utf8)) == usage)
    }

    private static let requests: [ChatCompletionRequest] = {
        let plain = ChatCompletionRequest(model: "m\"", messages: [.system("be\nbrief"), .user("é")])
        var usual = plain
        usual.temperature = 0.7
        usual.topP = 1
        usual.maxCompletionTokens = 5
        usual.maxTokens = 6
        usual.n = 2
        usual.seed = -1
        usual.stream = true
        usual.streamOptions = StreamOptions(includeUsage: true)
        var obfuscated = plain
        obfuscated.streamOptions = StreamOptions(includeObfuscation: false)
        var both = plain
        both.streamOptions = StreamOptions(includeUsage: false, includeObfuscation: true)
        var neither = plain
        neither.streamOptions = StreamOptions()
        var rare = usual
        rare.user = "u"
        rare.reasoningEffort = .high
        var parts = usual
        parts.messages.append(.user([.text("a"), .imageURL("https://example.com/a.png")]))
        return [plain, usual, obfuscated, both, neither, rare, parts]
    }()

    @Test("The bytes of a request, whatever its members, also equal those of the ordinary encoder", arguments: requests)
    func request(request: ChatCompletionRequest) throws {
        let direct = String(decoding: try JSONBodyEncoder.encode(request), as: UTF8.self)
        #expect(direct == (try Self.slowly(request)))
        #expect(try JSONBodyDecoder.decode(ChatCompletionRequest.self, from: Array(direct.utf8)) == request)
    }

    @Test("A number without a JSON representation is still rejected")
    func nonFinite() {
        var request = ChatCompletionRequest(model: "m", messages: [.user("hi")])
        request.temperature = .infinity
        #expect(throws: EncodingError.self) { try JSONBodyEncoder.encode(request) }
    }
}
