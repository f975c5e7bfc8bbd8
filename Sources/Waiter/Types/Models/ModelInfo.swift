/// A model that a server offers.
///
/// Servers beside OpenAI's send more members, which are ignored, and leave some of these out.
public struct ModelInfo: Codable, Sendable, Hashable {
    /// The ID by which requests name the model.
    public var id: String
    /// When the model was made, in seconds since 1970; nil when the server does not say.
    public var created: Int?
    /// The kind of object, `model`.
    public var object: String
    /// The organization that owns the model; nil when the server does not say.
    public var ownedBy: String?
    /// When the model will be switched off, as the server writes it; nil when that is not announced.
    public var shutdownDate: String?

    /// Makes a model.
    public init(
        id: String,
        created: Int? = nil,
        object: String = "model",
        ownedBy: String? = nil,
        shutdownDate: String? = nil
    ) {
        self.id = id
        self.created = created
        self.object = object
        self.ownedBy = ownedBy
        self.shutdownDate = shutdownDate
    }

    private enum CodingKeys: String, CodingKey {
        case id, object, created
        case ownedBy = "owned_by"
        case shutdownDate = "shutdown_date"
    }

    /// Reads a model, which needs an `id`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        created = try container.integer(forKey: .created)
        object = try container.text(forKey: .object) ?? "model"
        ownedBy = try container.text(forKey: .ownedBy)
        shutdownDate = try container.text(forKey: .shutdownDate)
    }
}
