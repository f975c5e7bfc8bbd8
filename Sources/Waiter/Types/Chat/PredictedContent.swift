/// Text that the answer is expected to repeat for the most part, such as a file that is edited; it makes it faster.
public struct PredictedContent: Codable, Sendable, Hashable {
    /// The expected text, whole or in parts.
    public var content: ChatContent
    /// The kind of prediction, `content`.
    public var type: String

    /// Makes a prediction.
    public init(_ content: ChatContent, type: String = "content") {
        self.content = content
        self.type = type
    }

    private enum CodingKeys: String, CodingKey { case type, content }
}
