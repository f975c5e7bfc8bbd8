/// A part of a file's content: a chunk that a search found, or a part of the complete text.
public struct VectorStoreContentPart: Codable, Sendable, Hashable {
    /// The type of the part, such as `text`.
    public var type: String
    /// The text, or `nil` for a part of another type.
    public var text: String?

    private enum CodingKeys: String, CodingKey { case type, text }

    /// Decodes a part. All members are optional.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.text(forKey: .type) ?? "text"
        text = try container.text(forKey: .text)
    }
}
