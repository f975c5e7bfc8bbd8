/// The endpoints whose requests are often sent in bulk.
enum BulkEndpoint {
    /// The names of their operations by path, as recorded in the ledger.
    static let operations = [
        "/v1/chat/completions": "chat.completions.create",
        "/v1/responses": "responses.create",
        "/v1/embeddings": "embeddings.create",
        "/v1/moderations": "moderations.create",
        "/v1/completions": "completions.create",
    ]
}
