import Testing
import Waiter

/// Splits random completions into chunks; the same seed gives the same splits.
private struct Cutter: RandomNumberGenerator {
    var state: UInt64

    /// SplitMix64, by Sebastiano Vigna, which is in the public domain.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func text() -> String {
        let alphabet = ["a", " ", "é", "👩‍👩‍👧", "\"", "\n", "中", "\u{301}"]
        return (0..<Int.random(in: 1...12, using: &self))
            .map { _ in alphabet.randomElement(using: &self) ?? "" }
            .joined()
    }

    mutating func pieces(of text: String) -> [String] {
        var pieces = [""]
        for scalar in text.unicodeScalars {
            if Bool.random(using: &self) { pieces.append("") }
            pieces[pieces.count - 1].unicodeScalars.append(scalar)
        }
        return pieces
    }

    mutating func optional<T>(_ value: (inout Cutter) -> T) -> T? {
        Bool.random(using: &self) ? value(&self) : nil
    }

    mutating func completion() -> ChatCompletion {
        let indexes = Set((0...Int.random(in: 0...3, using: &self)).map { _ in Int.random(in: -2...9, using: &self) })
        return ChatCompletion(
            id: "id",
            choices: indexes.sorted().map { index in
                let calls = (0..<Int.random(in: 0...3, using: &self)).map { number in
                    Bool.random(using: &self)
                        ? ToolCall.function(id: "call\(number)", name: "f\(number)", arguments: text())
                        : ToolCall.custom(id: "call\(number)", name: "c\(number)", input: text())
                }
                let message = ChatCompletion.Message(
                    content: optional { $0.text() },
                    refusal: optional { $0.text() },
                    reasoning: optional { $0.text() },
                    toolCalls: calls
                )
                return ChatCompletion.Choice(index: index, message: message, finishReason: .stop)
            },
            model: "m",
            usage: optional { CompletionUsage(promptTokens: Int.random(in: 0...9, using: &$0)) }
        )
    }

    /// Returns the deltas of one choice, those of one text in order, those of different texts interleaved.
    mutating func deltas(of message: ChatCompletion.Message) -> [ChatCompletionChunk.Delta] {
        typealias Delta = ChatCompletionChunk.Delta
        var lanes: [[Delta]] = [
            pieces(of: message.content ?? "").map { Delta(content: message.content == nil ? nil : $0) },
            pieces(of: message.refusal ?? "").map { Delta(refusal: message.refusal == nil ? nil : $0) },
            pieces(of: message.reasoning ?? "").map { Delta(reasoning: message.reasoning == nil ? nil : $0) },
        ]
        for (index, call) in message.toolCalls.enumerated() {
            let isCustom = call.custom != nil
            let text = call.function?.arguments ?? call.custom?.input ?? ""
            let lane = pieces(of: text).enumerated().map { position, text in
                let name = position == 0 ? call.function?.name ?? call.custom?.name : nil
                return ChatCompletionChunk.ToolCallDelta(
                    index: index,
                    id: position == 0 || Bool.random(using: &self) ? call.id : nil,
                    type: position == 0 ? call.type : nil,
                    function: isCustom ? nil : .init(name: name, arguments: text),
                    custom: isCustom ? .init(name: name, input: text) : nil
                )
            }
            lanes.append(lane.map { Delta(toolCalls: [$0]) })
        }
        return mixed(lanes)
    }

    mutating func mixed<T>(_ lanes: [[T]]) -> [T] {
        var lanes = lanes.map { ArraySlice($0) }.filter { !$0.isEmpty }
        var result: [T] = []
        while let lane = lanes.indices.randomElement(using: &self) {
            result.append(lanes[lane].removeFirst())
            if lanes[lane].isEmpty { lanes.remove(at: lane) }
        }
        return result
    }

    mutating func chunks(of completion: ChatCompletion) -> [ChatCompletionChunk] {
        let lanes = completion.choices.map { choice in
            deltas(of: choice.message).map { ChatCompletionChunk.Choice(index: choice.index, delta: $0) }
                + [ChatCompletionChunk.Choice(index: choice.index, finishReason: choice.finishReason)]
        }
        var chunks = mixed(lanes).map { ChatCompletionChunk(id: "id", choices: [$0], model: "m") }
        let place = Int.random(in: 0...chunks.count, using: &self)
        chunks.insert(ChatCompletionChunk(id: "id", model: "m", usage: completion.usage), at: place)
        return chunks
    }
}

@Test("Joining the chunks restores a completion, however it is split")
func cutsAreJoined() throws {
    for seed in UInt64(1)...500 {
        var cutter = Cutter(state: seed)
        let completion = cutter.completion()
        var accumulator = ChatCompletionAccumulator()
        for chunk in cutter.chunks(of: completion) { accumulator.append(try roundTrip(chunk)) }
        #expect(accumulator.completion == completion, "seed \(seed)")
        #expect(accumulator.isFinished, "seed \(seed)")
    }
}
