/// A model offered by a server.
///
/// Servers other than OpenAI's omit some of these members and send additional ones, which are ignored.
public struct ModelInfo: Codable, Sendable, Hashable {
    /// The model's ID, which requests specify as `model`.
    public var id: String
    /// The creation time in seconds since 1970, or `nil` if the server does not report it.
    public var created: Int?
    /// The object type, `model`.
    public var object: String
    /// The organization that owns the model, or `nil` if the server does not report it.
    public var ownedBy: String?
    /// The date on which the model will be shut down, as sent by the server, or `nil` if no date has been announced.
    public var shutdownDate: String?

    /// Creates a model.
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

    /// Decodes a model. An `id` is required, but a `model` or `name` is accepted in its place.
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

    /// Encodes the model, omitting unset fields.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(object, forKey: .object)
        try container.encodeIfPresent(created, forKey: .created)
        try container.encodeIfPresent(ownedBy, forKey: .ownedBy)
        try container.encodeIfPresent(shutdownDate, forKey: .shutdownDate)
    }
}
