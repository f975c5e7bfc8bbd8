internal import HTTPTypes

extension APIOperation where Output == ServerConversation {
    /// Creates the operation `POST /conversations`.
    public static func conversationCreation(
        _ request: ServerConversationRequest = ServerConversationRequest()
    ) -> APIOperation {
        APIOperation("conversations.create", .post, ["conversations"], body: .json(request), decoder: .json)
    }

    /// Creates the operation `GET /conversations/{id}`.
    public static func conversation(_ id: String) -> APIOperation {
        APIOperation("conversations.retrieve", .get, ["conversations", id], decoder: .json)
    }

    /// Creates the operation `POST /conversations/{id}`, which replaces the metadata.
    public static func conversationUpdate(_ id: String, metadata: [String: String]) -> APIOperation {
        APIOperation(
            "conversations.update",
            .post,
            ["conversations", id],
            body: .json(ServerConversationRequest(metadata: metadata)),
            decoder: .json
        )
    }

    /// Creates the operation `DELETE /conversations/{id}/items/{item_id}`.
    public static func conversationItemDeletion(_ itemID: String, of conversationID: String) -> APIOperation {
        APIOperation(
            "conversations.items.delete",
            .delete,
            ["conversations", conversationID, "items", itemID],
            decoder: .deletion { ServerConversation(id: conversationID) }
        )
    }
}

extension APIOperation where Output == ConversationDeletion {
    /// Creates the operation `DELETE /conversations/{id}`.
    public static func conversationDeletion(_ id: String) -> APIOperation {
        APIOperation(
            "conversations.delete",
            .delete,
            ["conversations", id],
            decoder: .deletion { ConversationDeletion(id: id, deleted: true) }
        )
    }
}

extension APIOperation where Output == ResponseItemList {
    /// Creates the operation `POST /conversations/{id}/items`, which appends items.
    ///
    /// - Parameters:
    ///   - items: The items, at most 20.
    ///   - conversationID: The ID of the conversation.
    ///   - include: Additional output to include in the response.
    /// - Returns: The operation.
    public static func conversationItemCreation(
        _ items: [ResponseItem],
        in conversationID: String,
        include: [ResponseInclude] = []
    ) -> APIOperation {
        var operation = APIOperation(
            "conversations.items.create",
            .post,
            ["conversations", conversationID, "items"],
            body: .json(ServerConversationRequest(items: items)),
            decoder: .json
        )
        operation.query = .include(include)
        return operation
    }

    /// Creates the operation `GET /conversations/{id}/items`.
    public static func conversationItems(
        of conversationID: String,
        _ query: ResponseItemListQuery = ResponseItemListQuery()
    ) -> APIOperation {
        var operation = APIOperation(
            "conversations.items.list",
            .get,
            ["conversations", conversationID, "items"],
            decoder: .json
        )
        operation.query = .items(query)
        return operation
    }
}

extension APIOperation where Output == ResponseItem {
    /// Creates the operation `GET /conversations/{id}/items/{item_id}`.
    public static func conversationItem(
        _ itemID: String,
        of conversationID: String,
        include: [ResponseInclude] = []
    ) -> APIOperation {
        var operation = APIOperation(
            "conversations.items.retrieve",
            .get,
            ["conversations", conversationID, "items", itemID],
            decoder: .json
        )
        operation.query = .include(include)
        return operation
    }
}
