internal import HTTPTypes

extension APIOperation where Output == EmbeddingResponse {
    /// Creates the operation `POST /embeddings`.
    public static func embeddings(_ request: EmbeddingRequest) -> APIOperation {
        var operation = APIOperation(
            "embeddings.create",
            .post,
            ["embeddings"],
            body: .json(request),
            decoder: .json { response in
                var metadata = MetadataValues()
                metadata.usage = response.usage.map(TokenUsage.init)
                metadata.model = response.model.isEmpty ? nil : response.model
                return ResponseMetadata(metadata)
            }
        )
        operation.model = request.model
        return operation
    }
}
