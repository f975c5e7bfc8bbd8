/// The part of a response that was received before a call failed.
///
/// Each endpoint has a typed accessor, such as `error.completion` for chat completions and `error.response` for
/// responses.
public struct PartialResult: Sendable {
    /// The partial value. Its type is the output type of the operation.
    package let value: any Sendable
    /// The token usage reported so far.
    public var usage: TokenUsage? { boxedUsage.value }

    private let boxedUsage: Boxed<TokenUsage>

    /// Creates a partial result.
    package init(_ value: some Sendable, usage: TokenUsage?) {
        self.value = value
        boxedUsage = usage.map { Boxed($0) } ?? Boxed()
    }
}

extension PartialResult: CustomReflectable {
    /// A mirror of the value and the usage.
    public var customMirror: Mirror {
        Mirror(self, children: ["value": value, "usage": usage as Any], displayStyle: .struct)
    }
}
