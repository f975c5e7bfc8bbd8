import Testing
import Waiter
import WaiterTestSupport

@Suite("Think blocks in the text")
struct ThinkTagTests {
    /// The accumulated result of a stream of these chunks, including the parser's rest at the end.
    private func streamed(
        _ pieces: [String],
        _ tags: ChatCompletion.ThinkTags = .separated,
        finish: String? = "stop"
    ) throws -> (text: String, reasoning: String) {
        var parser = ChatChunkParser(thinkTags: tags)
        var accumulator = ChatCompletionAccumulator()
        var events = pieces.map { JSONValue.object(["choices": [["delta": ["content": .string($0)]]]]) }
        if let finish { events.append(["choices": [["delta": [:], "finish_reason": .string(finish)]]]) }
        for event in events {
            let parsed = try event.jsonBytes.withUnsafeBufferPointer { try parser.parse($0) }
            if case .element(let chunk) = parsed { accumulator.append(chunk) }
        }
        if let rest = parser.finish() { accumulator.append(rest) }
        let message = accumulator.completion.message
        return (message?.content ?? "", message?.reasoning ?? "")
    }

    private func whole(
        _ text: String,
        _ tags: ChatCompletion.ThinkTags = .separated
    ) -> (text: String, reasoning: String) {
        let completion = ChatCompletion(choices: [.init(message: .init(content: text))]).separatingThoughts(tags)
        return (completion.text, completion.message?.reasoning ?? "")
    }

    private static let texts = [
        ("<think>\nFirst I ponder.\n</think>\n\n42", "42", "First I ponder.\n"),
        ("\n <think>Hm</think>Hé😀", "Hé😀", "Hm"), ("<think>\n\n</think>\n\nHi", "Hi", ""),
        ("<think>never closed", "", "never closed"), ("<think>a</thin", "", "a</thin"),
        ("Hello", "Hello", ""), ("\n\n  late", "\n\n  late", ""), ("<", "<", ""), ("<thinking>x", "<thinking>x", ""),
        ("a <think>b</think> c", "a <think>b</think> c", ""), ("", "", ""), ("   ", "   ", ""),
        ("<think>a</think>b</think>c", "b</think>c", "a"), ("<think>a<b></c></think>x<y", "x<y", "a<b></c>"),
    ]

    @Test("A block at the start is reasoning, in complete answers and however a stream is split", arguments: texts)
    func separated(text: String, answer: String, reasoning: String) throws {
        #expect(whole(text) == (answer, reasoning))
        let characters = text.unicodeScalars.map { String($0) }
        for finish in ["stop", nil] {
            #expect(try streamed([text], finish: finish) == (answer, reasoning))
            #expect(try streamed(characters, finish: finish) == (answer, reasoning))
            for place in characters.indices {
                let pieces = [characters[..<place].joined(), characters[place...].joined()]
                #expect(try streamed(pieces, finish: finish) == (answer, reasoning), "cut at \(place)")
            }
        }
    }

    @Test("If the block is kept, the text is unchanged")
    func kept() throws {
        for (text, _, _) in Self.texts {
            #expect(whole(text, .kept) == (text, ""))
            #expect(try streamed([text], .kept) == (text, ""))
        }
    }

    @Test(
        "A lone closing tag ends the reasoning of a complete answer, unless it is only quoted",
        arguments: [
            ("Hm.\n</think>\n\n42", "42", "Hm.\n"), ("</think>\n\n42", "42", ""), ("Hm</think>\n42", "42", "Hm"),
            ("Use `</think>` at the end.", "Use `</think>` at the end.", ""),
            ("```\n</think>\n```", "```\n</think>\n```", ""),
            ("It ends with </think> there.", "It ends with </think> there.", ""),
            ("Write <think>\nx\n</think>\n", "Write <think>\nx\n</think>\n", ""),
        ]
    )
    func alone(text: String, answer: String, reasoning: String) {
        #expect(whole(text) == (answer, reasoning))
    }

    @Test("If the prompt opens the block, a stream starts inside it")
    func opened() throws {
        for pieces in [
            ["Hm.\n</think>\n\n42"], ["Hm.", "\n</th", "ink>", "\n\n42"], ["<think>", "Hm.\n</think>", "42"],
        ] {
            #expect(try streamed(pieces, .opened) == ("42", "Hm.\n"), "\(pieces)")
        }
        #expect(whole("No thought.", .opened) == ("No thought.", ""))
    }

    @Test("Choices are separated independently, and tool calls are unchanged")
    func choices() throws {
        var parser = ChatChunkParser()
        var accumulator = ChatCompletionAccumulator()
        for json in [
            #"{"choices":[{"index":0,"delta":{"content":"<think>a"}},{"index":1,"delta":{"content":"<thi"}}]}"#,
            #"{"choices":[{"index":1,"delta":{"content":"s>"}},{"index":0,"delta":{"content":"</think>x"}}]}"#,
            #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t","function":{"name":"f"}}]}}]}"#,
        ] {
            let parsed = try Array(json.utf8).withUnsafeBufferPointer { try parser.parse($0) }
            if case .element(let chunk) = parsed { accumulator.append(chunk) }
        }
        let choices = accumulator.completion.choices
        #expect(choices.map(\.message.content) == ["x", "<this>"])
        #expect(choices.map(\.message.reasoning) == ["a", nil])
        #expect(choices[0].message.toolCalls.map(\.id) == ["t"])
    }
}
