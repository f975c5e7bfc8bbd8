extension OpenAI {
    /// The `/conversations` endpoints, for conversations stored on the server.
    ///
    /// To continue a conversation, set `ResponsesRequest.conversation`. The server then appends the input of the
    /// request and the output of the model to the conversation.
    public struct Conversations: Sendable {
        let client: OpenAI

        /// The `/conversations/{id}/items` endpoints.
        public var items: Items { Items(client: client) }

        /// Creates a conversation.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func create(
            _ request: ServerConversationRequest = ServerConversationRequest(),
            options: RequestOptions = RequestOptions()
        ) async throws -> ServerConversation {
            try await client.send(.conversationCreation(request), options: options).value
        }

        /// Returns a conversation, without its items.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the conversation does not exist, or `CancellationError` if
        ///   the task is cancelled.
        public func retrieve(
            _ id: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> ServerConversation {
            try await client.send(.conversation(id), options: options).value
        }

        /// Replaces the metadata of a conversation.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        @discardableResult
        public func update(
            _ id: String,
            metadata: [String: String],
            options: RequestOptions = RequestOptions()
        ) async throws -> ServerConversation {
            try await client.send(.conversationUpdate(id, metadata: metadata), options: options).value
        }

        /// Deletes a conversation. Its items are not deleted.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the conversation does not exist, or `CancellationError` if
        ///   the task is cancelled.
        @discardableResult
        public func delete(
            _ id: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> ConversationDeletion {
            try await client.send(.conversationDeletion(id), options: options).value
        }
    }

    /// The conversations endpoints.
    public var conversations: Conversations { Conversations(client: self) }
}

extension OpenAI.Conversations {
    /// The `/conversations/{id}/items` endpoints.
    public struct Items: Sendable {
        let client: OpenAI

        /// Appends up to 20 items to a conversation.
        ///
        /// - Parameters:
        ///   - items: The items.
        ///   - conversationID: The ID of the conversation.
        ///   - include: Additional output to include in the result.
        ///   - options: The options for this call.
        /// - Returns: The stored items, with their IDs.
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        @discardableResult
        public func create(
            _ items: [ResponseItem],
            in conversationID: String,
            include: [ResponseInclude] = [],
            options: RequestOptions = RequestOptions()
        ) async throws -> ResponseItemList {
            try await client.send(
                .conversationItemCreation(items, in: conversationID, include: include),
                options: options
            ).value
        }

        /// Returns a page of the items in a conversation, newest first by default.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func list(
            of conversationID: String,
            _ query: ResponseItemListQuery = ResponseItemListQuery(),
            options: RequestOptions = RequestOptions()
        ) async throws -> ResponseItemList {
            try await client.send(.conversationItems(of: conversationID, query), options: options).value
        }

        /// Returns an item from a conversation.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the item does not exist, or `CancellationError` if the
        ///   task is cancelled.
        public func retrieve(
            _ itemID: String,
            of conversationID: String,
            include: [ResponseInclude] = [],
            options: RequestOptions = RequestOptions()
        ) async throws -> ResponseItem {
            try await client.send(.conversationItem(itemID, of: conversationID, include: include), options: options)
                .value
        }

        /// Deletes an item from a conversation.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the item does not exist, or `CancellationError` if the
        ///   task is cancelled.
        @discardableResult
        public func delete(
            _ itemID: String,
            of conversationID: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> ServerConversation {
            try await client.send(.conversationItemDeletion(itemID, of: conversationID), options: options).value
        }
    }
}
