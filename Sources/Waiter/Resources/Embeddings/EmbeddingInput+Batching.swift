extension EmbeddingInput {
    /// The sizes of the inputs in bytes, or in tokens if the inputs are pre-tokenized.
    var sizes: [Int] {
        switch self {
        case .text(let text): [text.utf8.count]
        case .texts(let texts): texts.map(\.utf8.count)
        case .tokens(let tokens): [tokens.count]
        case .tokenLists(let lists): lists.map(\.count)
        }
    }

    /// Returns a range of the inputs, in their original format.
    func slice(_ range: Range<Int>) -> EmbeddingInput {
        switch self {
        case .text, .tokens: self
        case .texts(let texts): .texts(Array(texts[range]))
        case .tokenLists(let lists): .tokenLists(Array(lists[range]))
        }
    }
}
