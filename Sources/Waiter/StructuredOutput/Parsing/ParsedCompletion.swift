/// A typed answer and the completion it was decoded from.
public struct ParsedCompletion<Value: Sendable>: Sendable {
    /// The value, which conforms to the schema.
    public let value: Value
    /// The completion whose text is the value.
    public let completion: ChatCompletion
    /// The token usage of all requests made for the answer, to the extent that the server reported it.
    public let usage: TokenUsage?
    /// The number of retries after answers that did not conform to the schema.
    public let reasks: Int
    /// The finding that the server did not enforce the schema, or `nil` if there is no evidence of that.
    public let ignoredSchema: IgnoredSchema?
}
