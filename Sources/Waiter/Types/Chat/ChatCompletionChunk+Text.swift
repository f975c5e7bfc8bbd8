extension ChatCompletionChunk {
    /// The text that the chunk adds to the first answer; empty for one that adds none.
    public var text: String { choices.first?.delta.content ?? "" }
}
