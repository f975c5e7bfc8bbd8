/// The part of a response that was received before a call failed.
///
/// Each endpoint has a typed accessor, such as `error.completion` for chat completions and `error.response` for
/// responses.
public struct PartialResult: Sendable {
    /// The partial value. Its type is the output type of the operation.
    package let value: any Sendable
    /// The token usage reported so far.
    public let usage: TokenUsage?

    /// Creates a partial result.
    package init(_ value: some Sendable, usage: TokenUsage?) {
        self.value = value
        self.usage = usage
    }
}
