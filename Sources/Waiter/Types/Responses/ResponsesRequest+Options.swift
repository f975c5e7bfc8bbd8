extension ResponsesRequest {
    /// A prompt template stored on the server.
    public struct PromptTemplate: Codable, Sendable, Hashable {
        /// The ID of the template.
        public var id: String
        /// The version, or `nil` for the current version.
        public var version: String?
        /// The values for the template's variables: strings or content parts.
        public var variables: [String: JSONValue]?

        /// Creates a reference to a template.
        public init(id: String, version: String? = nil, variables: [String: JSONValue]? = nil) {
            self.id = id
            self.version = version
            self.variables = variables
        }

        private enum CodingKeys: String, CodingKey { case id, version, variables }

        /// Encodes the reference, with the variables in a stable order.
        public func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(id, forKey: .id)
            try container.encodeIfPresent(version, forKey: .version)
            let members = variables?.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
            try container.encodeIfPresent(members.map { JSONValue.object(JSONObject($0)) }, forKey: .variables)
        }
    }

    /// A strategy for input that exceeds the model's context window.
    public struct Truncation: ExtensibleEnum {
        /// Items are dropped from the beginning of the conversation.
        public static let auto = Truncation(rawValue: "auto")
        /// The request fails (the default).
        public static let disabled = Truncation(rawValue: "disabled")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates a value from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// A rule by which the server shortens long conversations.
    public struct ContextManagement: Codable, Sendable, Hashable {
        /// The type of rule, which is always `compaction`.
        public var type: String
        /// The number of tokens above which the conversation is compacted.
        public var compactThreshold: Int?

        /// Creates a rule that compacts conversations with more than the given number of tokens.
        public init(type: String = "compaction", compactThreshold: Int? = nil) {
            self.type = type
            self.compactThreshold = compactThreshold
        }

        private enum CodingKeys: String, CodingKey {
            case type
            case compactThreshold = "compact_threshold"
        }
    }

    /// The settings for a background response.
    public struct BackgroundOptions: Codable, Sendable, Hashable {
        /// The time within which the response must be generated: `soonest`, `2h` or `8h`.
        public var completionWindow: String?
        /// The ID that a later request uses to continue this response.
        public var continuationID: String?

        /// Creates settings.
        public init(completionWindow: String? = nil, continuationID: String? = nil) {
            self.completionWindow = completionWindow
            self.continuationID = continuationID
        }

        private enum CodingKeys: String, CodingKey {
            case completionWindow = "completion_window"
            case continuationID = "continuation_id"
        }
    }
}
