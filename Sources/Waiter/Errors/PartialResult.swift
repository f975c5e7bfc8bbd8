/// A partial response received before a call failed.
///
/// Each endpoint has a typed accessor: `error.completion` for chat completions, `error.response` for responses.
public struct PartialResult: Sendable {
    /// The partial value, which has the operation's output type.
    package let value: any Sendable
    /// The token usage reported so far.
    public let usage: TokenUsage?

    /// Creates a partial result.
    package init(_ value: some Sendable, usage: TokenUsage?) {
        self.value = value
        self.usage = usage
    }
}
