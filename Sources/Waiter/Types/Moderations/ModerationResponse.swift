/// The classification of content, with one result per input.
public struct ModerationResponse: Codable, Sendable, Hashable {
    /// The classification of text or of text with images.
    public struct Result: Codable, Sendable, Hashable {
        /// Whether the content falls into any category.
        public var flagged: Bool
        /// Whether the content falls into each category. Categories that the server omits or sends as null are absent
        /// from the dictionary.
        public var categories: [ModerationCategory: Bool]
        /// The score of each category, from 0 to 1.
        public var scores: [ModerationCategory: Double]
        /// The kinds of input, `text` or `image`, to which each score applies.
        public var appliedInputTypes: [ModerationCategory: [String]]

        /// The categories into which the content falls, highest score first.
        public var flaggedCategories: [ModerationCategory] {
            categories.filter(\.value).map(\.key)
                .sorted { (scores[$0] ?? 0, $1.rawValue) > (scores[$1] ?? 0, $0.rawValue) }
        }

        /// Creates a result.
        public init(
            flagged: Bool,
            categories: [ModerationCategory: Bool] = [:],
            scores: [ModerationCategory: Double] = [:],
            appliedInputTypes: [ModerationCategory: [String]] = [:]
        ) {
            self.flagged = flagged
            self.categories = categories
            self.scores = scores
            self.appliedInputTypes = appliedInputTypes
        }

        private enum CodingKeys: String, CodingKey {
            case flagged, categories
            case scores = "category_scores"
            case appliedInputTypes = "category_applied_input_types"
        }

        /// Decodes a result. The `flagged` member is required so that harmful content does not appear to be harmless
        /// when the member is missing.
        public init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            flagged = try container.decode(Bool.self, forKey: .flagged)
            categories = container.members(forKey: .categories) { $0.boolValue }
            scores = container.members(forKey: .scores) { $0.doubleValue }
            appliedInputTypes = container.members(forKey: .appliedInputTypes) { value in
                value.arrayValue?.compactMap(\.stringValue)
            }
        }

        /// Encodes the result, with its categories in alphabetical order.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(flagged, forKey: .flagged)
            try container.encode(Self.members(categories) { .bool($0) }, forKey: .categories)
            try container.encode(Self.members(scores) { .number($0) }, forKey: .scores)
            try container.encode(
                Self.members(appliedInputTypes) { .array($0.map { .string($0) }) },
                forKey: .appliedInputTypes
            )
        }

        private static func members<Value>(
            _ values: [ModerationCategory: Value],
            _ json: (Value) -> JSONValue
        ) -> JSONValue {
            var object: JSONObject = [:]
            for (category, value) in values.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
                object[category.rawValue] = json(value)
            }
            return .object(object)
        }
    }

    /// The ID of the response.
    public var id: String
    /// The model that classified the content, or an empty string if the server does not report it.
    public var model: String
    /// The results, in the order of the inputs.
    public var results: [Result]

    /// Creates a response.
    public init(id: String = "", model: String, results: [Result]) {
        self.id = id
        self.model = model
        self.results = results
    }

    /// Whether any of the results is flagged.
    public var isFlagged: Bool { results.contains(where: \.flagged) }

    private enum CodingKeys: String, CodingKey { case id, model, results }

    /// Decodes a response. The `results` member is required.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.text(forKey: .id) ?? ""
        model = try container.text(forKey: .model) ?? ""
        results = try container.decode([Result].self, forKey: .results)
    }
}

extension KeyedDecodingContainer {
    /// Returns the members whose values have the expected type, or an empty dictionary if the field is not an object.
    fileprivate func members<Value>(
        forKey key: Key,
        _ value: (JSONValue) -> Value?
    ) -> [ModerationCategory: Value] {
        var values: [ModerationCategory: Value] = [:]
        for (name, member) in side(JSONValue.self, forKey: key)?.objectValue ?? [:] {
            values[ModerationCategory(rawValue: name)] = value(member)
        }
        return values
    }
}
