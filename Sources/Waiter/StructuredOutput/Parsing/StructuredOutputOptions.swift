/// Options for a typed answer, such as its schema and the number of retries after an invalid answer.
public struct StructuredOutputOptions: Sendable {
    /// The schema of the answer, or `nil` to derive it from the type.
    public var schema: JSONSchema?
    /// The name of the schema, with at most 64 letters, digits, `_` and `-`, or `nil` to use the name of the type.
    public var name: String?
    /// A description of the answer's purpose, which is sent to the model.
    public var description: String?
    /// Whether the schema is sent in its strict form. With the strict form, OpenAI guarantees that the answer conforms
    /// to the schema.
    ///
    /// In the strict form, all properties are required, and optional properties can be `null` instead of absent.
    public var isStrict: Bool
    /// The maximum number of retries after an answer that does not conform to the schema.
    ///
    /// Each retry sends only the original messages, the last invalid answer and one correction, so the number of
    /// messages does not grow. Each retry is a separate call that has its own deadlines, is metered and counts toward
    /// budgets.
    public var maxReasks: Int
    /// The policy for a `<think>` block in the answer's text.
    public var thinkTags: ChatCompletion.ThinkTags
    /// A closure that is called when a server is found to ignore schemas. The closure is called once per client,
    /// server and model.
    public var onIgnoredSchema: (@Sendable (IgnoredSchema) -> Void)?

    /// Creates options. By default, the schema is derived from the type and there are no retries.
    public init(
        schema: JSONSchema? = nil,
        name: String? = nil,
        description: String? = nil,
        isStrict: Bool = true,
        maxReasks: Int = 0,
        thinkTags: ChatCompletion.ThinkTags = .separated,
        onIgnoredSchema: (@Sendable (IgnoredSchema) -> Void)? = nil
    ) {
        self.schema = schema
        self.name = name
        self.description = description
        self.isStrict = isStrict
        self.maxReasks = maxReasks
        self.thinkTags = thinkTags
        self.onIgnoredSchema = onIgnoredSchema
    }
}
