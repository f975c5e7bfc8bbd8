extension ChatCompletion {
    /// The policy for `<think>...</think>` blocks, which some models and servers use to embed reasoning in the text.
    public enum ThinkTags: Sendable, Hashable, CaseIterable {
        /// A block at the start of the text is treated as the reasoning. Tags anywhere else are treated as plain text.
        ///
        /// In complete answers, the text before a `</think>` tag without an opening tag is also treated as the
        /// reasoning, because some prompt templates already contain the opening tag.
        case separated
        /// The text starts inside a block because the prompt template contains the opening tag. In both complete
        /// answers and streams, the text before the `</think>` tag is treated as the reasoning.
        case opened
        /// The text is left unchanged.
        case kept
    }
}

extension ChatCompletion {
    /// Returns the completion with the reasoning separated from the text.
    package func separatingThoughts(_ tags: ThinkTags = .separated) -> ChatCompletion {
        guard tags != .kept, choices.contains(where: { $0.message.mayHoldThoughts }) else { return self }
        var completion = self
        for place in choices.indices { completion.choices[place].message.separateThoughts(tags) }
        return completion
    }
}

extension ChatCompletion.Message {
    fileprivate var mayHoldThoughts: Bool { content?.containsASCII("think>") ?? false }

    fileprivate mutating func separateThoughts(_ tags: ChatCompletion.ThinkTags) {
        guard let text = content, let parts = ThinkTagParts(text, tags) else { return }
        content = parts.text
        if !parts.reasoning.isEmpty { reasoning.appendText(parts.reasoning) }
    }
}

/// The two parts of a complete text: the reasoning and the answer.
package struct ThinkTagParts {
    package let reasoning: String
    package let text: String

    /// Splits the text or returns `nil` if it contains no reasoning.
    package init?(_ text: String, _ tags: ChatCompletion.ThinkTags = .separated) {
        guard tags != .kept, text.containsASCII("think>") else { return nil }
        var separator = ThinkTagSeparator(isOpen: false)
        let (reasoning, rest) = separator.take(text, isLast: true)
        if separator.hasThought {
            self.init(reasoning, rest)
        } else if let end = Self.loneEnd(in: text, anywhere: tags == .opened) {
            let thought = String(decoding: text.utf8[..<end], as: UTF8.self)
            var answer = text.utf8[end...].dropFirst(ThinkTagSeparator.end.count)
            answer = answer.drop(while: ThinkTagSeparator.isSpace)
            self.init(thought, String(decoding: answer, as: UTF8.self))
        } else {
            return nil
        }
    }

    private init(_ reasoning: String, _ text: String) {
        (self.reasoning, self.text) = (reasoning, text)
    }

    /// Returns the index of the first `</think>` tag if the tag ends a block that the prompt opened. If `anywhere` is
    /// `false`, the tag must be at the start or end of a line, must not be inside code, and must not follow a `<think>`
    /// tag.
    private static func loneEnd(in text: String, anywhere: Bool) -> String.Index? {
        var contiguous = text
        let place = contiguous.withUTF8 { loneEnd(in: $0, anywhere: anywhere) }
        return place.map { text.utf8.index(text.utf8.startIndex, offsetBy: $0) }
    }

    private static func loneEnd(in bytes: UnsafeBufferPointer<UInt8>, anywhere: Bool) -> Int? {
        guard let place = bytes.firstIndex(of: ThinkTagSeparator.end) else { return nil }
        let isLineStart = place == 0 || bytes[place - 1] == 0x0A
        let next = place + ThinkTagSeparator.end.count
        let isLineEnd = next == bytes.count || bytes[next] == 0x0A || bytes[next] == 0x0D
        let backticks = bytes[..<place].count { $0 == UInt8(ascii: "`") }
        let opens = bytes[..<place].firstIndex(of: ThinkTagSeparator.start) != nil
        guard anywhere || (isLineStart || isLineEnd) && backticks.isMultiple(of: 2) && !opens else { return nil }
        return place
    }
}
