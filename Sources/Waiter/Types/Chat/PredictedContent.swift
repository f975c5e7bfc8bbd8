/// Text that is expected to make up most of the answer, such as a file being edited. A prediction speeds up generation.
public struct PredictedContent: Codable, Sendable, Hashable {
    /// The expected content, as a string or as parts.
    public var content: ChatContent
    /// The type of prediction, which is always `content`.
    public var type: String

    /// Creates a prediction.
    public init(_ content: ChatContent, type: String = "content") {
        self.content = content
        self.type = type
    }

    private enum CodingKeys: String, CodingKey { case type, content }
}
