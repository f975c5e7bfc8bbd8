/// The surrogate halves at the ends of a delta's strings.
struct DeltaFragments {
    var content = TextEnds()
    var reasoning = TextEnds()
    /// The fragments of tool call arguments, by position in the delta's tool calls.
    var arguments: [(position: Int, ends: TextEnds)] = []

    var isPresent: Bool { content.isPresent || reasoning.isPresent || !arguments.isEmpty }
}

/// Joins surrogate pairs that a server split between two deltas.
///
/// A server that escapes text as UTF-16 may send the high surrogate of an emoji in one delta and the low surrogate in
/// the next. The high surrogate is held back until the low surrogate arrives. If the low surrogate never arrives, the
/// high surrogate is replaced by U+FFFD.
struct SurrogateHalves {
    private enum Field: Hashable {
        case content, reasoning
        case arguments(call: Int)
    }

    private struct Place: Hashable {
        var choice: Int
        var field: Field
    }

    /// The maximum number of halves that are held back at a time.
    private static let most = 4096

    private var waiting: [Place: UInt16] = [:]

    var isEmpty: Bool { waiting.isEmpty }

    mutating func join(_ fragments: DeltaFragments, in choice: inout ChatCompletionChunk.Choice) {
        let isLast = choice.finishReason != nil
        join(fragments.content, .content, choice.index, isLast, &choice.delta.content)
        join(fragments.reasoning, .reasoning, choice.index, isLast, &choice.delta.reasoning)
        for position in choice.delta.toolCalls.indices {
            let ends = fragments.arguments.first { $0.position == position }?.ends ?? TextEnds()
            let field = Field.arguments(call: choice.delta.toolCalls[position].index ?? position)
            guard var function = choice.delta.toolCalls[position].function else { continue }
            join(ends, field, choice.index, isLast, &function.arguments)
            choice.delta.toolCalls[position].function = function
        }
    }

    private mutating func join(_ ends: TextEnds, _ field: Field, _ choice: Int, _ isLast: Bool, _ text: inout String?) {
        let place = Place(choice: choice, field: field)
        // If an update has no text for this field, the pending half remains unchanged unless this is the last update.
        if (text ?? "").isEmpty, !ends.isPresent, !isLast { return }
        switch (waiting.removeValue(forKey: place), ends.leadingLow) {
        case (let high?, let low?): prepend(JSONStringDecoder.pair(high: high, low: low), to: &text)
        case (nil, _?): prepend("\u{FFFD}", to: &text)
        case (_?, nil): prepend("\u{FFFD}", to: &text)
        case (nil, nil): break
        }
        guard let high = ends.trailingHigh else { return }
        if isLast || waiting.count >= Self.most { text = (text ?? "") + "\u{FFFD}" } else { waiting[place] = high }
    }

    private func prepend(_ scalar: Unicode.Scalar, to text: inout String?) {
        text = String(Character(scalar)) + (text ?? "")
    }
}
