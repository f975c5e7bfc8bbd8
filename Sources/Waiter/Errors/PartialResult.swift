/// What had arrived of a response when its call failed.
///
/// Each endpoint family reads it back as its own type: `error.completion` for chat completions.
public struct PartialResult: Sendable {
    /// The partial value, of the operation's own type.
    package let value: any Sendable
    /// The tokens that the server had reported by then.
    public let usage: TokenUsage?

    /// Creates a partial result.
    package init(_ value: some Sendable, usage: TokenUsage?) {
        self.value = value
        self.usage = usage
    }
}
