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
        case id, model, name, object, created
        case ownedBy = "owned_by"
        case shutdownDate = "shutdown_date"
    }

    /// Reads a model, which needs an `id`, or a `model` or `name` in its place.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id =
            try container.side(String.self, forKey: .id) ?? container.side(String.self, forKey: .model)
            ?? container.side(String.self, forKey: .name) ?? container.decode(String.self, forKey: .id)
        created = try container.integer(forKey: .created)
        object = try container.text(forKey: .object) ?? "model"
        ownedBy = try container.text(forKey: .ownedBy)
        shutdownDate = try container.text(forKey: .shutdownDate)
    }

    /// Writes the model; unset fields are left out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(object, forKey: .object)
        try container.encodeIfPresent(created, forKey: .created)
        try container.encodeIfPresent(ownedBy, forKey: .ownedBy)
        try container.encodeIfPresent(shutdownDate, forKey: .shutdownDate)
    }
}
