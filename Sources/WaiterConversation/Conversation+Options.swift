public import Waiter
public import WaiterModels

extension Conversation {
    /// How a conversation is carried on.
    public struct Options: Sendable {
        /// What each call does differently from its client.
        public var request: RequestOptions
        /// What happens when the conversation does not fit.
        public var policy: ContextPolicy
        /// The model's context; nil for what the catalogue says of it.
        ///
        /// A limit that the server names is learned, and holds for the calls that follow.
        public var window: ContextWindow?
        /// What is known of models.
        public var catalogue: ModelCatalogue
        /// Counts the tokens of a request, such as by asking the server; nil for the model's own encoding.
        ///
        ///     options.count = { request in try await server.count(request) ?? counter.count(request) }
        public var count: (@Sendable (ChatCompletionRequest) async throws -> TokenCount)?
        /// Sets what else the requests carry, such as a temperature or tools; it is called again for each count.
        public var prepare: (@Sendable (inout ChatCompletionRequest) -> Void)?
        /// The bytes of an attachment that the conversation holds by reference alone; see `lightened`.
        public var attachment: (@Sendable (_ name: String) throws -> [UInt8]?)?

        /// Makes options.
        public init(
            request: RequestOptions = RequestOptions(),
            policy: ContextPolicy = .dropOldest,
            window: ContextWindow? = nil,
            catalogue: ModelCatalogue = .builtIn,
            count: (@Sendable (ChatCompletionRequest) async throws -> TokenCount)? = nil,
            prepare: (@Sendable (inout ChatCompletionRequest) -> Void)? = nil,
            attachment: (@Sendable (_ name: String) throws -> [UInt8]?)? = nil
        ) {
            self.request = request
            self.policy = policy
            self.window = window
            self.catalogue = catalogue
            self.count = count
            self.prepare = prepare
            self.attachment = attachment
        }

        /// The request that carries some messages.
        func request(_ model: String, _ messages: [ChatMessage]) -> ChatCompletionRequest {
            var request = ChatCompletionRequest(model: model, messages: messages)
            prepare?(&request)
            return request
        }

        /// The most tokens that the answer may have, where the request says so.
        func answerLimit(of request: ChatCompletionRequest) -> Int? {
            let extra = self.request.extraBody
            return (extra["max_completion_tokens"] ?? extra["max_tokens"])?.intValue ?? request.maxCompletionTokens
                ?? request.maxTokens
        }
    }
}
