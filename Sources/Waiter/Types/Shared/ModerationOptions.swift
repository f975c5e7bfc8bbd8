/// How a request and its answer are moderated on the way.
public struct ModerationOptions: Codable, Sendable, Hashable {
    /// The model that moderates.
    public var model: String
    /// What is done with what it finds; scores are reported when nil.
    public var policy: Policy?

    /// What is done with what moderation finds.
    public struct Policy: Codable, Sendable, Hashable {
        /// What is done about the request.
        public var input: Rule?
        /// What is done about the answer.
        public var output: Rule?

        /// Makes a policy of what is done about the request and the answer.
        public init(input: ModerationMode? = nil, output: ModerationMode? = nil) {
            self.input = input.map(Rule.init)
            self.output = output.map(Rule.init)
        }

        private enum CodingKeys: String, CodingKey { case input, output }
    }

    /// What is done with one side.
    public struct Rule: Codable, Sendable, Hashable {
        /// What is done.
        public var mode: ModerationMode

        /// Makes a rule.
        public init(mode: ModerationMode) { self.mode = mode }

        private enum CodingKeys: String, CodingKey { case mode }
    }

    /// Makes options.
    public init(model: String, policy: Policy? = nil) {
        self.model = model
        self.policy = policy
    }

    private enum CodingKeys: String, CodingKey { case model, policy }
}
