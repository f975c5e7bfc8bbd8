/// A chunk of a streamed completion.
///
/// `ChatCompletionAccumulator` combines chunks into a completion. Some chunks, such as the one that reports the usage,
/// have no choices. Rarely used fields are stored behind a single reference, so chunks are cheap to copy.
public struct ChatCompletionChunk: Sendable, Hashable {
    /// The completion's ID, or an empty string if the server does not send one. All chunks of a completion have the
    /// same ID.
    public var id: String
    /// The updates to the choices.
    public var choices: [Choice]
    /// The creation time in seconds since 1970, or `nil` if the server does not report it.
    public var created: Int?
    /// The model that generates the answer, or an empty string if the server does not report it.
    public var model: String
    /// The service tier that processes the request.
    public var serviceTier: ServiceTier?
    /// A fingerprint that reveals changes to the backend configuration; deprecated.
    public var systemFingerprint: String?
    private var rare: Rare<RareChunkFields>

    /// Creates a chunk.
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

    /// The `object` value of a chunk.
    public static let objectName = "chat.completion.chunk"

    /// The object type, `chat.completion.chunk`.
    public var object: String {
        get { rare.fields?.object ?? Self.objectName }
        set { rare.update { $0.object = newValue == Self.objectName ? nil : newValue } }
    }

    /// The usage of the whole request. It is usually sent only in the last chunk, but some servers send it in every
    /// chunk.
    public var usage: CompletionUsage? {
        get { rare.fields?.usage }
        set { rare.update { $0.usage = newValue } }
    }

    /// The moderation results for the request (`input`) and the answer (`output`), if moderation was requested.
    public var moderation: JSONValue? {
        get { rare.fields?.moderation }
        set { rare.update { $0.moderation = newValue } }
    }

    /// Random padding that hides the text's length from network observers. You can ignore the padding.
    public var obfuscation: String? {
        get { rare.fields?.obfuscation }
        set { rare.update { $0.obfuscation = newValue } }
    }

    /// The URLs to which the answer's footnotes refer. Servers that search the web repeat the growing list of URLs in
    /// every chunk.
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

    /// Decodes a chunk. All members are optional.
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

    /// Encodes the chunk, omitting unset fields.
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
