public import Waiter
public import WaiterModels

extension Conversation {
    /// Options for a conversation's calls.
    public struct Options: Sendable {
        /// The request options for each call.
        public var request: RequestOptions
        /// The API for the calls. You can change the API from one call in a conversation to the next.
        public var api: ModelAPI
        /// The policy for conversations that exceed the context window.
        public var policy: ContextPolicy
        /// The model's context window, or `nil` to use the context window in the catalogue.
        ///
        /// A limit reported by the server is remembered for later calls.
        public var window: ContextWindow?
        /// The model catalogue.
        public var catalogue: ModelCatalogue
        /// A closure that counts the tokens in a request (for example, by asking the server), or `nil` to count them
        /// locally with the model's encoding.
        ///
        ///     options.count = { request in try await server.count(request) ?? counter.count(request) }
        public var count: (@Sendable (ChatCompletionRequest) async throws -> TokenCount)?
        /// A closure that sets additional request parameters, such as temperature or tools. The closure is also called
        /// before each token count.
        public var prepare: (@Sendable (inout ChatCompletionRequest) -> Void)?
        /// A closure that loads the bytes of an attachment stored by reference. See `withoutAttachmentData`.
        public var attachment: (@Sendable (_ name: String) throws -> [UInt8]?)?

        /// Creates options.
        public init(
            request: RequestOptions = RequestOptions(),
            api: ModelAPI = .chatCompletions,
            policy: ContextPolicy = .dropOldest,
            window: ContextWindow? = nil,
            catalogue: ModelCatalogue = .builtIn,
            count: (@Sendable (ChatCompletionRequest) async throws -> TokenCount)? = nil,
            prepare: (@Sendable (inout ChatCompletionRequest) -> Void)? = nil,
            attachment: (@Sendable (_ name: String) throws -> [UInt8]?)? = nil
        ) {
            self.request = request
            self.api = api
            self.policy = policy
            self.window = window
            self.catalogue = catalogue
            self.count = count
            self.prepare = prepare
            self.attachment = attachment
        }

        /// Returns a request with the given messages.
        func request(_ model: String, _ messages: [ChatMessage]) -> ChatCompletionRequest {
            var request = ChatCompletionRequest(model: model, messages: messages)
            prepare?(&request)
            return request
        }

        /// Returns the requested maximum number of answer tokens, or `nil` if no maximum is requested.
        func answerLimit(of request: ChatCompletionRequest) -> Int? {
            let extra = self.request.extraBody
            let limit = extra["max_output_tokens"] ?? extra["max_completion_tokens"] ?? extra["max_tokens"]
            return limit?.intValue ?? request.maxCompletionTokens ?? request.maxTokens
        }
    }
}
