internal import HTTPTypes

extension APIOperation where Output == BatchObject {
    /// Creates the operation `POST /batches`.
    public static func batch(_ request: BatchRequest) -> APIOperation {
        var operation = APIOperation("batches.create", .post, ["batches"], body: .json(request), decoder: .json)
        operation.isSentOnce = true
        return operation
    }

    /// Creates the operation `GET /batches/{id}`.
    public static func batch(_ id: String) -> APIOperation {
        APIOperation("batches.retrieve", .get, ["batches", id], decoder: .json)
    }

    /// Creates the operation `POST /batches/{id}/cancel`.
    public static func batchCancellation(_ id: String) -> APIOperation {
        APIOperation("batches.cancel", .post, ["batches", id, "cancel"], decoder: .json)
    }
}

extension APIOperation where Output == ListPage<BatchObject> {
    /// Creates the operation `GET /batches`. `limit` must be from 1 to 100.
    public static func batchList(after: String? = nil, limit: Int? = nil) -> APIOperation {
        var operation = APIOperation("batches.list", .get, ["batches"], decoder: .json)
        operation.query = [("after", after), ("limit", limit.map { "\($0)" })]
        return operation
    }
}
