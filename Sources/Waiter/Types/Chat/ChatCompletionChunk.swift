/// A piece of a completion that arrives while the model writes.
///
/// `ChatCompletionAccumulator` joins the pieces. A chunk without choices is normal: the one that brings the usage has
/// none. Seldom used fields share one reference, so that a chunk is cheap to pass on.
public struct ChatCompletionChunk: Sendable, Hashable {
    /// The ID of the completion, the same in each chunk; empty when the server gave none.
    public var id: String
    /// The pieces of the answers.
    public var choices: [Choice]
    /// When the completion was begun, in seconds since 1970; nil when the server does not say.
    public var created: Int?
    /// The model that answers; empty when the server does not say.
    public var model: String
    /// How fast, and at which price, it is served.
    public var serviceTier: ServiceTier?
    /// The backend's configuration, by which a change of it can be noticed; deprecated.
    public var systemFingerprint: String?
    private var rare: Rare<RareChunkFields>

    /// Makes a chunk.
    public init(
        id: String = "",
        choices: [Choice] = [],
        created: Int? = nil,
        model: String = "",
        object: String? = nil,
        serviceTier: ServiceTier? = nil,
        systemFingerprint: String? = nil,
        usage: CompletionUsage? = nil,
        moderation: JSONValue? = nil,
        obfuscation: String? = nil,
        citations: [String] = []
    ) {
        self.id = id
        self.choices = choices
        self.created = created
        self.model = model
        self.serviceTier = serviceTier
        self.systemFingerprint = systemFingerprint
        rare = Rare()
        if let object, !object.isEmpty, object != Self.objectName { self.object = object }
        if usage != nil || moderation != nil || obfuscation != nil || !citations.isEmpty {
            rare.update {
                $0.usage = usage
                $0.moderation = moderation
                $0.obfuscation = obfuscation
                $0.citations = citations
            }
        }
    }

    /// The `object` of a chunk.
    public static let objectName = "chat.completion.chunk"

    /// The kind of object, `chat.completion.chunk`.
    public var object: String {
        get { rare.fields?.object ?? Self.objectName }
        set { rare.update { $0.object = newValue == Self.objectName ? nil : newValue } }
    }

    /// The tokens of the whole request; in the last chunk, and from some servers in each.
    public var usage: CompletionUsage? {
        get { rare.fields?.usage }
        set { rare.update { $0.usage = newValue } }
    }

    /// What moderation found in `input` and `output`, when the request asked for it.
    public var moderation: JSONValue? {
        get { rare.fields?.moderation }
        set { rare.update { $0.moderation = newValue } }
    }

    /// Filling that hides the length of the text from who watches the line; to be ignored.
    public var obfuscation: String? {
        get { rare.fields?.obfuscation }
        set { rare.update { $0.obfuscation = newValue } }
    }

    /// The addresses of the pages that the answer's footnotes mean so far, from servers that search the web.
    public var citations: [String] {
        get { rare.fields?.citations ?? [] }
        set { rare.update { $0.citations = newValue } }
    }
}

private struct RareChunkFields: RareFields {
    var object: String?
    var usage: CompletionUsage?
    var moderation: JSONValue?
    var obfuscation: String?
    var citations: [String] = []
}

extension ChatCompletionChunk: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, object, created, model
        case serviceTier = "service_tier"
        case systemFingerprint = "system_fingerprint"
        case choices, usage, moderation, obfuscation, citations
    }

    /// Reads a chunk; each field may be missing.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let placed = try container.list(IndexedElement<Choice>.self, forKey: .choices)
        self.init(
            id: try container.text(forKey: .id) ?? "",
            choices: placed.enumerated().map { position, placed in
                var choice = placed.element
                choice.index = placed.index ?? position
                return choice
            },
            created: try container.integer(forKey: .created),
            model: try container.text(forKey: .model) ?? "",
            object: try container.text(forKey: .object),
            serviceTier: container.word(ServiceTier.self, forKey: .serviceTier),
            systemFingerprint: try container.text(forKey: .systemFingerprint),
            usage: container.usage(forKey: .usage),
            moderation: container.side(JSONValue.self, forKey: .moderation),
            obfuscation: try container.text(forKey: .obfuscation),
            citations: container.side(JSONValue.self, forKey: .citations)?.citedAddresses ?? []
        )
    }

    /// Writes the chunk; unset fields are left out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(object, forKey: .object)
        try container.encodeIfPresent(created, forKey: .created)
        try container.encode(model, forKey: .model)
        try container.encodeIfPresent(serviceTier, forKey: .serviceTier)
        try container.encodeIfPresent(systemFingerprint, forKey: .systemFingerprint)
        try container.encode(choices, forKey: .choices)
        try container.encodeIfPresent(usage, forKey: .usage)
        try container.encodeIfPresent(moderation, forKey: .moderation)
        try container.encodeIfPresent(obfuscation, forKey: .obfuscation)
        if !citations.isEmpty { try container.encode(citations, forKey: .citations) }
    }
}
