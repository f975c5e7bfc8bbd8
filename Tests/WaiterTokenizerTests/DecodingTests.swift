import Testing
import WaiterTokenizer

@Suite("Decoding")
struct DecodingTests {
    @Test("A truncated character is U+FFFD if lossy and an error if strict")
    func partial() throws {
        let encoding = TokenEncoding.o200kBase
        let ids = Array(encoding.encode("𓀀").dropLast())
        #expect(!ids.isEmpty)
        #expect(try encoding.decodeText(ids).unicodeScalars.allSatisfy { $0 == "\u{FFFD}" })
        let error = #expect(throws: TokenizerError.self) { try encoding.decodeStrictly(ids) }
        #expect(error?.code == .invalidText)
        #expect(error?.offset == 0)
    }

    @Test("A token-by-token decoder returns complete characters, and all of them")
    func streaming() throws {
        let text = "naïve 𓀀𓂀 👩‍👩‍👧 字 done"
        for encoding in TokenEncoding.all {
            var decoder = TokenDecoder(encoding)
            var parts: [String] = []
            for id in encoding.encode(text) { parts.append(try decoder.append(id)) }
            #expect(parts.joined() == text)
            #expect(!parts.joined().contains("\u{FFFD}"))
            #expect(decoder.finish() == "")
        }
    }

    @Test("A decoder that ends inside a character returns U+FFFD")
    func unfinished() throws {
        var decoder = TokenDecoder(.o200kBase)
        for id in TokenEncoding.o200kBase.encode("𓀀").dropLast() { #expect(try decoder.append(id) == "") }
        #expect(decoder.pendingByteCount > 0)
        #expect(decoder.finish() == "\u{FFFD}")
        #expect(decoder.pendingByteCount == 0)
    }

    @Test("Random ids never trap, in a stream or at once")
    func randomIDs() throws {
        var random = RandomText(seed: 17)
        for encoding in TokenEncoding.all {
            for _ in 0..<100 {
                let ids = (0..<8).map { _ in UInt32(random.number(below: 50_000)) }
                var decoder = TokenDecoder(encoding)
                var text = ""
                for id in ids { text += try decoder.append(id) }
                #expect(text + decoder.finish() == (try encoding.decodeText(ids)))
            }
        }
    }

    @Test("An id outside the encoding is an error with its position")
    func unknown() throws {
        for encoding in TokenEncoding.all {
            let error = #expect(throws: TokenizerError.self) { try encoding.decode([0, 1, encoding.idLimit]) }
            #expect(error?.code == .unknownToken)
            #expect(error?.offset == 2)
            #expect(encoding.bytes(of: .max) == nil)
        }
        #expect(TokenEncoding.p50kBase.bytes(of: 50_280) != nil)
        #expect(TokenEncoding.r50kBase.bytes(of: 50_257) == nil)
    }
}
