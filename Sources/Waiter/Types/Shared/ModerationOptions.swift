/// Moderation settings for a request and its answer.
public struct ModerationOptions: Codable, Sendable, Hashable {
    /// The moderation model.
    public var model: String
    /// The actions taken on flagged content, or `nil` to report only scores.
    public var policy: Policy?

    /// The actions taken on flagged content.
    public struct Policy: Codable, Sendable, Hashable {
        /// The rule for the request.
        public var input: Rule?
        /// The rule for the answer.
        public var output: Rule?

        /// Creates a policy from the modes for the request and the answer.
        public init(input: ModerationMode? = nil, output: ModerationMode? = nil) {
            self.input = input.map(Rule.init)
            self.output = output.map(Rule.init)
        }

        private enum CodingKeys: String, CodingKey { case input, output }
    }

    /// A moderation rule for either the request or the answer.
    public struct Rule: Codable, Sendable, Hashable {
        /// The action to take.
        public var mode: ModerationMode

        /// Creates a rule.
        public init(mode: ModerationMode) { self.mode = mode }

        private enum CodingKeys: String, CodingKey { case mode }
    }

    /// Creates moderation options.
    public init(model: String, policy: Policy? = nil) {
        self.model = model
        self.policy = policy
    }

    private enum CodingKeys: String, CodingKey { case model, policy }
}
