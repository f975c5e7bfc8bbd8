/// The models that a server offers, all on one page.
public struct ModelList: Codable, Sendable, Hashable {
    /// The models.
    public var data: [ModelInfo]
    /// The kind of object, `list`.
    public var object: String

    /// Makes a list.
    public init(data: [ModelInfo], object: String = "list") {
        self.data = data
        self.object = object
    }

    private enum CodingKeys: String, CodingKey { case object, data }

    /// Reads a list, which needs `data`; null, which Ollama sends when it has no model, is an empty list.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        data = try container.decode([ModelInfo]?.self, forKey: .data) ?? []
        object = try container.text(forKey: .object) ?? "list"
    }
}

extension ModelList: RandomAccessCollection {
    /// The position of the first model.
    public var startIndex: Int { data.startIndex }
    /// The position after the last model.
    public var endIndex: Int { data.endIndex }
    /// The model at a position.
    public subscript(position: Int) -> ModelInfo { data[position] }
}
