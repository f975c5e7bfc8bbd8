/// Separates a `<think>` block at the start of the text from the rest of the text, one chunk at a time.
///
/// Text that may be the start of a tag is held back until the next chunk. Tags are matched byte by byte so that a
/// combining character after a tag's bracket cannot hide the tag.
struct ThinkTagSeparator: Sendable {
    static let start = Array("<think>".utf8)
    static let end = Array("</think>".utf8)

    private enum State: Sendable { case before, opened, inside, behind, text }

    private var state: State
    private var held: [UInt8] = []
    /// Whether the text starts with or inside a `<think>` block.
    private(set) var hasThought: Bool

    /// - Parameter isOpen: Whether the text starts inside the block.
    init(isOpen: Bool) {
        state = isOpen ? .opened : .before
        hasThought = isOpen
    }

    /// Whether all subsequent input is part of the answer's text.
    var isSettled: Bool { state == .text && held.isEmpty }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    /// Consumes a chunk and returns the output that can no longer change.
    mutating func take(_ piece: String, isLast: Bool) -> (reasoning: String, text: String) {
        if isSettled { return ("", piece) }
        var bytes = piece
        // The bytes held back are whitespace and the beginning of a tag. They are all ASCII, so any text can follow
        // them.
        if !held.isEmpty { bytes = String(decoding: held, as: UTF8.self) + piece }
        held = []
        return bytes.withUTF8 { take($0[...], isLast: isLast) }
    }

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private mutating func take(_ bytes: Bytes, isLast: Bool) -> (reasoning: String, text: String) {
        var rest = bytes
        // The reasoning and the text are slices so that long text is not copied until it is returned.
        var (reasoning, text) = (bytes.prefix(0), bytes.prefix(0))
        while !rest.isEmpty {
            switch state {
            case .before, .opened: begin(&rest, isLast)
            case .inside: reasoning = think(&rest, isLast)
            case .behind:
                rest = rest.drop(while: Self.isSpace)
                if !rest.isEmpty { state = .text }
            case .text:
                text = rest
                rest = bytes.prefix(0)
            }
        }
        return (String(decoding: reasoning, as: UTF8.self), String(decoding: text, as: UTF8.self))
    }

    /// The maximum length of whitespace to hold back before a block. Without this limit, an endless stream of
    /// whitespace would be scanned repeatedly.
    private static let mostHeld = 4096

    private mutating func begin(_ rest: inout Bytes, _ isLast: Bool) {
        let trimmed = rest.drop(while: Self.isSpace)
        if trimmed.starts(with: Self.start) {
            hasThought = true
            rest = trimmed.dropFirst(Self.start.count).drop(while: Self.isSpace)
            state = .inside
            // Whitespace at the start of the block can continue in the next chunk.
            if rest.isEmpty, !isLast { state = .opened }
        } else if !isLast, rest.count <= Self.mostHeld, Self.start.starts(with: trimmed) {
            held = Array(rest)
            rest = rest.prefix(0)
        } else if state == .opened {
            rest = trimmed
            state = .inside
        } else {
            state = .text
        }
    }

    /// Removes the reasoning from the start of the unprocessed input and returns it. Any text after the reasoning stays
    /// in the input.
    private mutating func think(_ rest: inout Bytes, _ isLast: Bool) -> Bytes {
        if let place = rest.firstIndex(of: Self.end) {
            defer { rest = rest[(place + Self.end.count)...] }
            state = .behind
            return rest[..<place]
        }
        let longest = min(Self.end.count - 1, rest.count)
        let kept = isLast ? 0 : (0...longest).last { Self.end.starts(with: rest.suffix($0)) } ?? 0
        defer { rest = rest.prefix(0) }
        held = Array(rest.suffix(kept))
        return rest.dropLast(kept)
    }
}

extension RandomAccessCollection where Element: Equatable, Index == Int {
    /// Returns the index of the first occurrence of a sequence.
    func firstIndex(of part: [Element]) -> Int? {
        guard let first = part.first else { return startIndex }
        var start = startIndex
        while let place = self[start...].firstIndex(of: first) {
            if self[place...].starts(with: part) { return place }
            start = place + 1
        }
        return nil
    }
}

/// Separates the reasoning from the text in all choices of a stream.
package struct ThoughtSeparator {
    private static let mostChoices = 4096

    private let tags: ChatCompletion.ThinkTags
    private var separators: [Int: ThinkTagSeparator] = [:]
    /// Whether all subsequent input for the first choice is part of the answer's text. The value is `true` for nearly
    /// all chunks.
    private var isFirstSettled = false

    package init(_ tags: ChatCompletion.ThinkTags) {
        self.tags = tags
    }

    @inline(__always)
    package mutating func separate(in choice: inout ChatCompletionChunk.Choice) {
        if tags == .kept || isFirstSettled && choice.index == 0 { return }
        separateSlowly(in: &choice)
    }

    private mutating func separateSlowly(in choice: inout ChatCompletionChunk.Choice) {
        let isLast = choice.finishReason != nil
        guard choice.delta.content != nil || isLast && separators[choice.index] != nil else { return }
        // A limit is needed because a stream could use a different index in each chunk.
        if separators.count >= Self.mostChoices, separators[choice.index] == nil { return }
        var separator = separators[choice.index] ?? ThinkTagSeparator(isOpen: tags == .opened)
        let hadContent = choice.delta.content != nil
        let (reasoning, text) = separator.take(choice.delta.content ?? "", isLast: isLast)
        separators[choice.index] = separator
        if choice.index == 0 { isFirstSettled = separator.isSettled }
        if hadContent || !text.isEmpty { choice.delta.content = text }
        if !reasoning.isEmpty { choice.delta.reasoning.appendText(reasoning) }
    }

    /// Returns the text that is still held back when a stream ends without a finish reason.
    package mutating func finish() -> [ChatCompletionChunk.Choice] {
        let ends = separators.keys.sorted().compactMap { index -> ChatCompletionChunk.Choice? in
            guard let (reasoning, text) = separators[index]?.take("", isLast: true) else { return nil }
            guard !reasoning.isEmpty || !text.isEmpty else { return nil }
            return ChatCompletionChunk.Choice(
                index: index,
                delta: ChatCompletionChunk.Delta(
                    content: text.isEmpty ? nil : text,
                    reasoning: reasoning.isEmpty ? nil : reasoning
                )
            )
        }
        separators = [:]
        return ends
    }
}
