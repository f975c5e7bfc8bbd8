/// The model's next message of a conversation, whole.
///
/// Servers leave fields out; only a missing `choices` fails to decode.
public struct ChatCompletion: Codable, Sendable, Hashable {
    /// The ID of the completion; empty when the server gave none.
    public var id: String
    /// The answers, as many as the request's `n` asked for.
    public var choices: [Choice]
    /// When the completion was made, in seconds since 1970; nil when the server does not say.
    public var created: Int?
    /// The model that answered, which may be a dated version of the one asked for; empty when the server does not say.
    public var model: String
    /// The kind of object, `chat.completion`.
    public var object: String
    /// The tokens it took, or nil when the server does not count, or says something that is no count.
    public var usage: CompletionUsage?
    /// How fast, and at which price, it was served.
    public var serviceTier: ServiceTier?
    /// The backend's configuration, by which a change of it can be noticed; deprecated.
    public var systemFingerprint: String?
    /// What the request attached to a completion that is stored.
    public var metadata: [String: String]?
    /// What moderation found in `input` and `output`, when the request asked for it.
    public var moderation: JSONValue?

    /// The addresses of the pages that the answer's footnotes mean, from servers that search the web (Perplexity, xAI).
    public var citations: [String]
    /// The message of the first choice; nil when there is no choice.
    public var message: Message? { choices.first?.message }
    /// All text of the first choice; empty when there is none, for example beside tool calls or a refusal.
    public var text: String { message?.content ?? "" }

    /// Makes a completion.
    public init(
        id: String = "",
        choices: [Choice],
        created: Int? = nil,
        model: String = "",
        object: String = Self.objectName,
        usage: CompletionUsage? = nil,
        serviceTier: ServiceTier? = nil,
        systemFingerprint: String? = nil,
        metadata: [String: String]? = nil,
        moderation: JSONValue? = nil,
        citations: [String] = []
    ) {
        self.id = id
        self.choices = choices
        self.created = created
        self.model = model
        self.object = object
        self.usage = usage
        self.serviceTier = serviceTier
        self.systemFingerprint = systemFingerprint
        self.metadata = metadata
        self.moderation = moderation
        self.citations = citations
    }

    /// The `object` of a completion.
    public static let objectName = "chat.completion"

    private enum CodingKeys: String, CodingKey {
        case id, object, created, model, choices, usage
        case serviceTier = "service_tier"
        case systemFingerprint = "system_fingerprint"
        case metadata, moderation, citations
    }

    /// Reads a completion.
    ///
    /// - Throws: `DecodingError.keyNotFound` when `choices` is missing, `.valueNotFound` when it is null.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        var answers = try container.nestedUnkeyedContainer(forKey: .choices)
        guard answers.count ?? 0 <= Choice.mostOfAnAnswer else {
            throw DecodingError.dataCorruptedError(
                forKey: .choices,
                in: container,
                debugDescription: "more than \(Choice.mostOfAnAnswer) choices"
            )
        }
        var placed: [IndexedElement<Choice>] = []
        while !answers.isAtEnd { placed.append(try answers.decode(IndexedElement<Choice>.self)) }
        choices = placed.enumerated().map { position, placed in
            var choice = placed.element
            choice.index = placed.index ?? position
            return choice
        }
        id = try container.text(forKey: .id) ?? ""
        created = try container.integer(forKey: .created)
        model = try container.text(forKey: .model) ?? ""
        object = try container.text(forKey: .object) ?? Self.objectName
        usage = container.usage(forKey: .usage)
        serviceTier = container.word(ServiceTier.self, forKey: .serviceTier)
        systemFingerprint = try container.text(forKey: .systemFingerprint)
        metadata = container.texts(forKey: .metadata)
        moderation = container.side(JSONValue.self, forKey: .moderation)
        citations = container.side(JSONValue.self, forKey: .citations)?.citedAddresses ?? []
    }
}

extension ChatCompletion {
    /// Writes the completion; unset fields are left out.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(object, forKey: .object)
        try container.encodeIfPresent(created, forKey: .created)
        try container.encode(model, forKey: .model)
        try container.encode(choices, forKey: .choices)
        try container.encodeIfPresent(usage, forKey: .usage)
        try container.encodeIfPresent(serviceTier, forKey: .serviceTier)
        try container.encodeIfPresent(systemFingerprint, forKey: .systemFingerprint)
        try container.encodeIfPresent(metadata, forKey: .metadata)
        try container.encodeIfPresent(moderation, forKey: .moderation)
        if !citations.isEmpty { try container.encode(citations, forKey: .citations) }
    }
}

extension JSONValue {
    /// The addresses in a list of citations: texts, or objects with a `url`.
    package var citedAddresses: [String] {
        (arrayValue ?? []).compactMap { $0.stringValue ?? $0["url"]?.stringValue }
    }
}
