import Foundation
import Testing
import WaiterTokenizer

@Suite("Special tokens")
struct SpecialTokenTests {
    private struct Marked: Decodable {
        var all: [UInt32]
        var one: [UInt32]
    }

    @Test("Allowed special tokens become their ids as in tiktoken", arguments: TokenEncoding.all)
    func allowed(_ encoding: TokenEncoding) throws {
        let object = try JSONSerialization.jsonObject(with: Fixture.data("special-tokens")) as? [String: Any]
        let text = try #require(object?["text"] as? String)
        let expected = try JSONDecoder().decode(
            Marked.self,
            from: JSONSerialization.data(withJSONObject: #require(object?[encoding.name]))
        )
        #expect(try encoding.encode(text, special: .allowed) == expected.all)
        let one = SpecialTokenRule(allowed: .only(["<|endoftext|>"]), refused: .none)
        #expect(try encoding.encode(text, special: one) == expected.one)
        #expect(try encoding.encode(text, special: .asText) == encoding.encode(text))
        #expect(try encoding.decodeText(expected.all) == text)
    }

    @Test("A disallowed special token is an error with its offset")
    func refused() throws {
        let text = "é <|endoftext|>"
        let error = #expect(throws: TokenizerError.self) { try TokenEncoding.o200kBase.encode(text, special: .refused) }
        #expect(error?.code == .refusedSpecialToken)
        #expect(error?.offset == 3)
        #expect(try TokenEncoding.o200kBase.encode(text, special: .allowing(["<|endoftext|>"])).last == 199_999)
        #expect(throws: TokenizerError.self) {
            try TokenEncoding.o200kBase.encode("<|endofprompt|>", special: .allowing(["<|endoftext|>"]))
        }
        let neither = SpecialTokenRule(allowed: .none, refused: .only(["<|endofprompt|>"]))
        #expect(try TokenEncoding.o200kBase.encode(text, special: neither) == TokenEncoding.o200kBase.encode(text))
    }

    @Test("In counted text, special tokens are ordinary text")
    func counted() {
        #expect(TokenEncoding.o200kHarmony.count("<|start|>") > 1)
        #expect(TokenEncoding.o200kHarmony.specialTokens.count == 1091)
        #expect(TokenEncoding.o200kHarmony.idLimit == 201_088)
    }
}
