import Testing
import Waiter

@Suite("ASCII search")
struct ASCIISearchTests {
    @Test(
        "A pattern is found at the start, in the middle and at the end, after partial matches",
        arguments: ["think>", "a think> b", "</think>", "tthithink>", "é🙂think>", "think>\u{301}"]
    )
    func found(text: String) { #expect(text.containsASCII("think>")) }

    @Test(
        "A pattern that is incomplete, in a different case or absent is not found",
        arguments: ["", "think", "thin", "THINK>", "think >", "hink>"]
    )
    func absent(text: String) { #expect(!text.containsASCII("think>")) }

    @Test("The result equals that of a character comparison for every short text made of three letters")
    func exhaustive() {
        var texts = [""]
        for _ in 0..<6 { texts += texts.flatMap { text in ["a", "b", "c"].map { text + $0 } } }
        for text in Set(texts) { #expect(text.containsASCII("aab") == text.contains("aab"), "\(text)") }
    }
}
