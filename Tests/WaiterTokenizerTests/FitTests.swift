import Testing
import WaiterTokenizer

@Suite("Truncation to a token limit")
struct FitTests {
    private let parts: [FittedText.Part] = [.head, .tail, .both]

    @Test("A text that fits is unchanged")
    func whole() {
        for part in parts {
            let fitted = TokenEncoding.o200kBase.fit("Hello, world!", to: 4, keeping: part, marker: "…")
            #expect(fitted.text == "Hello, world!")
            #expect(fitted.tokenCount == 4)
            #expect(!fitted.isCut)
        }
    }

    @Test("The result never has more tokens than permitted, and hardly fewer")
    func limits() {
        var random = RandomText(seed: 23)
        for encoding in [TokenEncoding.o200kBase, .cl100kBase, .r50kBase] {
            for round in 0..<40 {
                let text = (0..<12).map { _ in random.text() }.joined()
                let total = encoding.count(text)
                for part in parts {
                    let limit = random.number(below: total + 2)
                    let fitted = encoding.fit(text, to: limit, keeping: part, marker: round % 2 == 0 ? "" : " … ")
                    #expect(encoding.count(fitted.text) == fitted.tokenCount, "seed 23, round \(round)")
                    #expect(fitted.tokenCount <= limit, "seed 23, round \(round)")
                    #expect(text.hasPrefix(String(fitted.head)) && text.hasSuffix(String(fitted.tail)))
                    #expect(fitted.isCut == (total > limit))
                }
            }
        }
        let words = String(repeating: "word and ", count: 500)
        for part in parts { #expect(TokenEncoding.o200kBase.fit(words, to: 100, keeping: part).tokenCount >= 98) }
    }

    @Test("Characters are never split, including those of many scalars")
    func characters() {
        let family = "👩‍👩‍👧‍👦"
        let text = String(repeating: family, count: 20)
        for limit in 0..<60 {
            for part in parts {
                let fitted = TokenEncoding.o200kBase.fit(text, to: limit, keeping: part)
                #expect(fitted.text.allSatisfy { String($0) == family })
            }
        }
    }

    @Test("The marker replaces the omitted text, and counts")
    func marker() {
        let text = "one two three four five six seven eight nine ten"
        #expect(TokenEncoding.o200kBase.fit(text, to: 5, keeping: .both, marker: " …").text == "one two … nine ten")
        #expect(TokenEncoding.o200kBase.fit(text, to: 4, keeping: .tail, marker: "…").text.hasPrefix("…"))
        #expect(TokenEncoding.o200kBase.fit(text, to: 0, keeping: .both, marker: "…").text == "")
        #expect(TokenEncoding.o200kBase.fit(text, to: -1).text == "")
    }
}
