internal import HTTPTypes

extension APIOperation where Output == ModelList {
    /// Creates the operation `GET /models`.
    public static func modelList() -> APIOperation {
        APIOperation("models.list", .get, ["models"], decoder: .json)
    }
}

extension APIOperation where Output == ModelInfo {
    /// Creates the operation `GET /models/{id}`.
    public static func model(_ id: String) -> APIOperation {
        APIOperation("models.retrieve", .get, ["models", id], decoder: .json)
    }
}

extension APIOperation where Output == ModelDeletion {
    /// Creates the operation `DELETE /models/{id}`.
    public static func modelDeletion(_ id: String) -> APIOperation {
        APIOperation("models.delete", .delete, ["models", id], decoder: .json)
    }
}
