/// The embeddings for a request, in the order of its inputs.
public struct EmbeddingResponse: Codable, Sendable, Hashable {
    /// The embeddings, sorted by input index.
    public var data: [Embedding]
    /// The model that generated the embeddings, or an empty string if the server does not report it.
    public var model: String
    /// The token usage, or `nil` if the server does not report it.
    public var usage: CompletionUsage?
    /// The object type, `list`.
    public var object: String

    /// Creates a response.
    public init(data: [Embedding], model: String, usage: CompletionUsage? = nil, object: String = "list") {
        self.data = Self.sorted(data)
        self.model = model
        self.usage = usage
        self.object = object
    }

    private enum CodingKeys: String, CodingKey { case object, data, model, usage }

    /// Decodes a response. The `data` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            data: try container.decode([Embedding].self, forKey: .data),
            model: try container.text(forKey: .model) ?? "",
            usage: container.usage(forKey: .usage),
            object: try container.text(forKey: .object) ?? "list"
        )
    }

    /// Returns the embeddings sorted by index. Most servers send the embeddings in order, so the method checks the
    /// order before it sorts.
    private static func sorted(_ data: [Embedding]) -> [Embedding] {
        let isSorted = zip(data, data.dropFirst()).allSatisfy { $0.index <= $1.index }
        return isSorted ? data : data.sorted { $0.index < $1.index }
    }
}

extension EmbeddingResponse: RandomAccessCollection {
    /// The position of the first embedding.
    public var startIndex: Int { data.startIndex }
    /// The position after the last embedding.
    public var endIndex: Int { data.endIndex }
    /// Accesses the embedding at the given position.
    public subscript(position: Int) -> Embedding { data[position] }
}
