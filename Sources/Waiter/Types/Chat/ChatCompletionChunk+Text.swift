extension ChatCompletionChunk {
    /// The text that the chunk adds to the first answer, or an empty string if it adds no text.
    public var text: String { choices.first { $0.index == 0 }?.delta.content ?? "" }
}
