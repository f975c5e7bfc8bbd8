/// A list of the models offered by a server, returned as a single page.
public struct ModelList: Codable, Sendable, Hashable {
    /// The models in the list.
    public var data: [ModelInfo]
    /// The object type, `list`.
    public var object: String

    /// Creates a list.
    public init(data: [ModelInfo], object: String = "list") {
        self.data = data
        self.object = object
    }

    private enum CodingKeys: String, CodingKey { case object, data, models }

    /// Decodes a list. The `data` member is required. If it is null, the list is empty. Ollama sends null when it has
    /// no models.
    ///
    /// A `models` member or a bare array is accepted instead of `data`. Elements that are not models are skipped.
    public init(from decoder: any Decoder) throws {
        if let elements = try? decoder.singleValueContainer().decode([JSONValue].self) {
            self.init(data: JSONValue.array(elements).readableObjects(ModelInfo.self))
            return
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let key = container.contains(.data) || !container.contains(.models) ? CodingKeys.data : .models
        let elements = try container.decode([JSONValue]?.self, forKey: key) ?? []
        self.init(
            data: JSONValue.array(elements).readableObjects(ModelInfo.self),
            object: try container.text(forKey: .object) ?? "list"
        )
    }

    /// Encodes the list.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(object, forKey: .object)
        try container.encode(data, forKey: .data)
    }
}

extension ModelList: RandomAccessCollection {
    /// The position of the first model.
    public var startIndex: Int { data.startIndex }
    /// The position after the last model.
    public var endIndex: Int { data.endIndex }
    /// Accesses the model at the given position.
    public subscript(position: Int) -> ModelInfo { data[position] }
}
