import Testing
import Waiter
import WaiterModels

@testable import WaiterStore

@Suite("Bounds of embedding requests")
struct EmbeddingBoundsTests {
    private func bounds(_ input: JSONValue, model: String = "text-embedding-3-small") -> RequestBounds {
        let body: JSONValue = ["model": .string(model), "input": input, "encoding_format": "base64"]
        return RequestBounds(model: model, body: body.jsonBytes, catalogue: .builtIn)
    }

    @Test("Texts are counted exactly, so that a budget reserves what the request costs")
    func texts() {
        for (input, tokens) in [
            ("hello world", 2), (["hello world", "hello"], 3), ([1, 2, 3, 4], 4), ([[1, 2], [3]], 3), ([], 0),
        ] as [(JSONValue, Int)] {
            let bounds = bounds(input)
            #expect(bounds.inputTokens == tokens && bounds.isExact && bounds.limitedTokens.total == tokens)
            // $0.02 for a million tokens.
            #expect(bounds.maxCost.total?.picodollars == Int64(tokens) * 20_000)
        }
    }

    @Test("The tokens of an input of an unknown form or of an unknown model are bounded by its size")
    func unknown() {
        #expect(bounds(["text": "hello"]).isExact == false)
        let other = bounds("hello world", model: "unknown-embedding-model")
        #expect(!other.isExact && other.limitedTokens.total >= 2)
    }
}
