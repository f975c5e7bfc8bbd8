internal import HTTPTypes

extension APIOperation where Output == VectorStore {
    /// Creates the operation `POST /vector_stores`.
    public static func vectorStore(_ request: VectorStoreRequest) -> APIOperation {
        ofVectorStores("vector_stores.create", .post, ["vector_stores"], body: .json(request), decoder: .json)
    }

    /// Creates the operation `GET /vector_stores/{id}`.
    public static func vectorStore(_ id: String) -> APIOperation {
        ofVectorStores("vector_stores.retrieve", .get, ["vector_stores", id], decoder: .json)
    }

    /// Creates the operation `POST /vector_stores/{id}`.
    public static func vectorStoreUpdate(_ id: String, _ update: VectorStoreUpdate) -> APIOperation {
        ofVectorStores("vector_stores.update", .post, ["vector_stores", id], body: .json(update), decoder: .json)
    }
}

extension APIOperation where Output == ListPage<VectorStore> {
    /// Creates the operation `GET /vector_stores`.
    public static func vectorStoreList(_ query: VectorStoreListQuery = VectorStoreListQuery()) -> APIOperation {
        var operation = ofVectorStores("vector_stores.list", .get, ["vector_stores"], decoder: .json)
        operation.query = [
            ("after", query.after), ("before", query.before), ("limit", query.limit.map { "\($0)" }),
            ("order", query.order?.rawValue),
        ]
        return operation
    }
}

extension APIOperation where Output == VectorStoreDeletion {
    /// Creates the operation `DELETE /vector_stores/{id}`.
    public static func vectorStoreDeletion(_ id: String) -> APIOperation {
        ofVectorStores("vector_stores.delete", .delete, ["vector_stores", id], decoder: .json)
    }

    /// Creates the operation `DELETE /vector_stores/{id}/files/{file_id}`, which removes a file from a store.
    public static func vectorStoreFileDeletion(_ fileID: String, from storeID: String) -> APIOperation {
        ofVectorStores(
            "vector_stores.files.delete",
            .delete,
            ["vector_stores", storeID, "files", fileID],
            decoder: .json
        )
    }
}

extension APIOperation where Output == VectorStoreSearchResults {
    /// Creates the operation `POST /vector_stores/{id}/search`.
    public static func vectorStoreSearch(_ request: VectorStoreSearchRequest, in storeID: String) -> APIOperation {
        ofVectorStores(
            "vector_stores.search",
            .post,
            ["vector_stores", storeID, "search"],
            body: .json(request),
            decoder: .json
        )
    }
}

extension APIOperation {
    /// Creates an operation with the header field that OpenAI's documentation includes in every vector store request.
    static func ofVectorStores(
        _ name: String,
        _ method: HTTPRequest.Method,
        _ path: RequestPath,
        body: RequestBody = .none,
        decoder: @autoclosure @escaping @Sendable () -> ResponseDecoder<Output>
    ) -> APIOperation {
        var operation = APIOperation(name, method, path, body: body, decoder: decoder())
        if let name = HTTPField.Name("OpenAI-Beta") { operation.headerFields[name] = "assistants=v2" }
        return operation
    }
}
