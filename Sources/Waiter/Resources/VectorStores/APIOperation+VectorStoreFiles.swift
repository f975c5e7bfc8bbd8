internal import HTTPTypes

extension APIOperation where Output == VectorStoreFile {
    /// Creates the operation `POST /vector_stores/{id}/files`.
    public static func vectorStoreFile(_ request: VectorStoreFileRequest, in storeID: String) -> APIOperation {
        ofVectorStores(
            "vector_stores.files.create",
            .post,
            ["vector_stores", storeID, "files"],
            body: .json(request),
            decoder: .json
        )
    }

    /// Creates the operation `GET /vector_stores/{id}/files/{file_id}`.
    public static func vectorStoreFile(_ fileID: String, of storeID: String) -> APIOperation {
        ofVectorStores(
            "vector_stores.files.retrieve",
            .get,
            ["vector_stores", storeID, "files", fileID],
            decoder: .json
        )
    }

    /// Creates the operation `POST /vector_stores/{id}/files/{file_id}`, which replaces the attributes.
    public static func vectorStoreFileUpdate(
        _ fileID: String,
        of storeID: String,
        attributes: [String: JSONValue]?
    ) -> APIOperation {
        ofVectorStores(
            "vector_stores.files.update",
            .post,
            ["vector_stores", storeID, "files", fileID],
            body: .json(VectorStoreFileUpdate(attributes: attributes.map { .value($0) } ?? .null)),
            decoder: .json
        )
    }
}

extension APIOperation where Output == ListPage<VectorStoreFile> {
    /// Creates the operation `GET /vector_stores/{id}/files`.
    public static func vectorStoreFileList(
        of storeID: String,
        _ query: VectorStoreFileListQuery = VectorStoreFileListQuery()
    ) -> APIOperation {
        var operation = ofVectorStores(
            "vector_stores.files.list",
            .get,
            ["vector_stores", storeID, "files"],
            decoder: .json
        )
        operation.query = query.items
        return operation
    }

    /// Creates the operation `GET /vector_stores/{id}/file_batches/{batch_id}/files`.
    public static func vectorStoreFileBatchList(
        of batchID: String,
        in storeID: String,
        _ query: VectorStoreFileListQuery = VectorStoreFileListQuery()
    ) -> APIOperation {
        var operation = ofVectorStores(
            "vector_stores.file_batches.list_files",
            .get,
            ["vector_stores", storeID, "file_batches", batchID, "files"],
            decoder: .json
        )
        operation.query = query.items
        return operation
    }
}

extension VectorStoreFileListQuery {
    fileprivate var items: [(name: String, value: String?)] {
        [
            ("after", after), ("before", before), ("filter", filter?.rawValue), ("limit", limit.map { "\($0)" }),
            ("order", order?.rawValue),
        ]
    }
}

extension APIOperation where Output == VectorStoreFileContent {
    /// Creates the operation `GET /vector_stores/{id}/files/{file_id}/content`.
    public static func vectorStoreFileContent(_ fileID: String, of storeID: String) -> APIOperation {
        ofVectorStores(
            "vector_stores.files.content",
            .get,
            ["vector_stores", storeID, "files", fileID, "content"],
            decoder: .json
        )
    }
}

extension APIOperation where Output == VectorStoreFileBatch {
    /// Creates the operation `POST /vector_stores/{id}/file_batches`.
    public static func vectorStoreFileBatch(
        _ request: VectorStoreFileBatchRequest,
        in storeID: String
    ) -> APIOperation {
        ofVectorStores(
            "vector_stores.file_batches.create",
            .post,
            ["vector_stores", storeID, "file_batches"],
            body: .json(request),
            decoder: .json
        )
    }

    /// Creates the operation `GET /vector_stores/{id}/file_batches/{batch_id}`.
    public static func vectorStoreFileBatch(_ batchID: String, in storeID: String) -> APIOperation {
        ofVectorStores(
            "vector_stores.file_batches.retrieve",
            .get,
            ["vector_stores", storeID, "file_batches", batchID],
            decoder: .json
        )
    }

    /// Creates the operation `POST /vector_stores/{id}/file_batches/{batch_id}/cancel`.
    public static func vectorStoreFileBatchCancellation(_ batchID: String, in storeID: String) -> APIOperation {
        ofVectorStores(
            "vector_stores.file_batches.cancel",
            .post,
            ["vector_stores", storeID, "file_batches", batchID, "cancel"],
            decoder: .json
        )
    }
}
