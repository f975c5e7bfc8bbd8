/// A complete answer to a chat completion request.
///
/// Servers omit many members. Only `choices` is required for decoding.
public struct ChatCompletion: Codable, Sendable {
    /// The members of a completion.
    struct Members: Sendable, Hashable {
        var id = ""
        var choices: [Choice] = []
        var created: Int?
        var model = ""
        var object = ChatCompletion.objectName
        var usage: CompletionUsage?
        var serviceTier: ServiceTier?
        var systemFingerprint: String?
        var metadata: [String: String]?
        var moderation: JSONValue?
        var citations: [String] = []
    }

    /// The members. They are stored on the heap so that a completion can be copied quickly. It is copied several times
    /// during a call that is observed.
    private final class Storage: Sendable {
        let members: Members

        init(_ members: Members) { self.members = members }

        static let empty = Storage(Members())
    }

    private var storage: Storage

    /// The completion's ID, or an empty string if the server does not send one.
    public var id: String {
        get { storage.members.id }
        set { modify { $0.id = newValue } }
    }
    /// The generated answers. The request's `n` determines how many there are.
    public var choices: [Choice] {
        get { storage.members.choices }
        _modify {
            var members = takeMembers()
            defer { storage = Storage(members) }
            yield &members.choices
        }
    }
    /// The creation time in seconds since 1970, or `nil` if the server does not report it.
    public var created: Int? {
        get { storage.members.created }
        set { modify { $0.created = newValue } }
    }
    /// The model that answered, which can be a dated snapshot of the requested model. The string is empty if the server
    /// does not report the model.
    public var model: String {
        get { storage.members.model }
        set { modify { $0.model = newValue } }
    }
    /// The object type, `chat.completion`.
    public var object: String {
        get { storage.members.object }
        set { modify { $0.object = newValue } }
    }
    /// The token usage, or `nil` if the server does not report it or reports invalid counts.
    public var usage: CompletionUsage? {
        get { storage.members.usage }
        set { modify { $0.usage = newValue } }
    }
    /// The service tier that processed the request.
    public var serviceTier: ServiceTier? {
        get { storage.members.serviceTier }
        set { modify { $0.serviceTier = newValue } }
    }
    /// A fingerprint that reveals changes to the backend configuration; deprecated.
    public var systemFingerprint: String? {
        get { storage.members.systemFingerprint }
        set { modify { $0.systemFingerprint = newValue } }
    }
    /// The metadata that the request attached to a stored completion.
    public var metadata: [String: String]? {
        get { storage.members.metadata }
        set { modify { $0.metadata = newValue } }
    }
    /// The moderation results for the request (`input`) and the answer (`output`), if moderation was requested.
    public var moderation: JSONValue? {
        get { storage.members.moderation }
        set { modify { $0.moderation = newValue } }
    }

    /// The URLs to which the answer's footnotes refer. Servers that search the web, such as Perplexity and xAI, send
    /// these URLs.
    public var citations: [String] {
        get { storage.members.citations }
        set { modify { $0.citations = newValue } }
    }
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
        self.init(
            Members(
                id: id,
                choices: choices,
                created: created,
                model: model,
                object: object,
                usage: usage,
                serviceTier: serviceTier,
                systemFingerprint: systemFingerprint,
                metadata: metadata,
                moderation: moderation,
                citations: citations
            )
        )
    }

    /// Creates a completion with the given members.
    init(_ members: Members) {
        storage = Storage(members)
    }

    /// Returns the members and releases the storage, so that arrays can be modified in place. The caller stores the
    /// modified members.
    private mutating func takeMembers() -> Members {
        let members = storage.members
        storage = .empty
        return members
    }

    private mutating func modify(_ change: (inout Members) -> Void) {
        var members = takeMembers()
        change(&members)
        storage = Storage(members)
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
        var members = Members()
        members.choices = placed.enumerated().map { position, placed in
            var choice = placed.element
            choice.index = placed.index ?? position
            return choice
        }
        members.id = try container.text(forKey: .id) ?? ""
        members.created = try container.integer(forKey: .created)
        members.model = try container.text(forKey: .model) ?? ""
        members.object = try container.text(forKey: .object) ?? Self.objectName
        members.usage = container.usage(forKey: .usage)
        members.serviceTier = container.word(ServiceTier.self, forKey: .serviceTier)
        members.systemFingerprint = try container.text(forKey: .systemFingerprint)
        members.metadata = container.texts(forKey: .metadata)
        members.moderation = container.side(JSONValue.self, forKey: .moderation)
        members.citations = container.side(JSONValue.self, forKey: .citations)?.citedAddresses ?? []
        self.init(members)
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

extension ChatCompletion: Hashable {
    /// Compares all members.
    public static func == (left: Self, right: Self) -> Bool {
        left.storage === right.storage || left.storage.members == right.storage.members
    }

    /// Hashes all members.
    public func hash(into hasher: inout Hasher) { hasher.combine(storage.members) }
}

extension ChatCompletion: CustomReflectable {
    /// A mirror of the members.
    public var customMirror: Mirror {
        Mirror(self, children: Mirror(reflecting: storage.members).children, displayStyle: .struct)
    }
}

extension JSONValue {
    /// The URLs in a list of citations. Each citation is either a string or an object with a `url`.
    package var citedAddresses: [String] {
        (arrayValue ?? []).compactMap { $0.stringValue ?? $0["url"]?.stringValue }
    }
}
