/// A typed answer and the completion from which it was decoded.
public struct ParsedCompletion<Value: Sendable>: Sendable {
    /// The value, which conforms to the schema.
    public let value: Value
    /// The completion that contains the answer.
    public let completion: ChatCompletion
    /// The total token usage of all requests made for the answer, as far as the server reported it.
    public let usage: TokenUsage?
    /// The number of retries after answers that did not conform to the schema.
    public let reasks: Int
    /// The finding that the server did not enforce the schema, or `nil` if there is no evidence of this.
    public let ignoredSchema: IgnoredSchema?
}
