/// A complete answer to a chat completion request.
///
/// Servers omit many members. Only `choices` is required for decoding.
public struct ChatCompletion: Codable, Sendable, Hashable {
    /// The completion's ID, or an empty string if the server does not send one.
    public var id: String
    /// The generated answers. The request's `n` determines how many there are.
    public var choices: [Choice]
    /// The creation time in seconds since 1970, or `nil` if the server does not report it.
    public var created: Int?
    /// The model that answered, which can be a dated snapshot of the requested model. The string is empty if the server
    /// does not report the model.
    public var model: String
    /// The object type, `chat.completion`.
    public var object: String
    /// The token usage, or `nil` if the server does not report it or reports invalid counts.
    public var usage: CompletionUsage?
    /// The service tier that processed the request.
    public var serviceTier: ServiceTier?
    /// A fingerprint that reveals changes to the backend configuration; deprecated.
    public var systemFingerprint: String?
    /// The metadata that the request attached to a stored completion.
    public var metadata: [String: String]?
    /// The moderation results for the request (`input`) and the answer (`output`), if moderation was requested.
    public var moderation: JSONValue?

    /// The URLs to which the answer's footnotes refer. Servers that search the web, such as Perplexity and xAI, send
    /// these URLs.
    public var citations: [String]
    /// The message of the first choice, or `nil` if there are no choices.
    public var message: Message? { choices.first?.message }
    /// The full text of the first choice, or an empty string if there is no text, for example because the model called
    /// tools or refused to answer.
    public var text: String { message?.content ?? "" }

    /// Creates a completion.
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

    /// The `object` value of a completion.
    public static let objectName = "chat.completion"

    private enum CodingKeys: String, CodingKey {
        case id, object, created, model, choices, usage
        case serviceTier = "service_tier"
        case systemFingerprint = "system_fingerprint"
        case metadata, moderation, citations
    }

    /// Decodes a completion.
    ///
    /// - Throws: `DecodingError.keyNotFound` if `choices` is missing, or `DecodingError.valueNotFound` if `choices` is
    ///   null.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        var answers = try container.nestedUnkeyedContainer(forKey: .choices)
        guard answers.count ?? 0 <= Choice.mostOfAnAnswer else {
            throw DecodingError.dataCorruptedError(
                forKey: .choices,
                in: container,
                debugDescription: "The response has more than \(Choice.mostOfAnAnswer) choices."
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
    /// Encodes the completion, omitting unset fields.
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
    /// The URLs in a list of citations. Each citation is either a string or an object with a `url`.
    package var citedAddresses: [String] {
        (arrayValue ?? []).compactMap { $0.stringValue ?? $0["url"]?.stringValue }
    }
}
