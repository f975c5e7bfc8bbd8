internal import Waiter

/// The endpoints whose requests are often sent in bulk.
enum BulkEndpoint {
    /// The names of the operations as recorded in the ledger, keyed by path.
    static let operations = [
        "/v1/chat/completions": "chat.completions.create",
        "/v1/responses": "responses.create",
        "/v1/embeddings": "embeddings.create",
        "/v1/moderations": "moderations.create",
        "/v1/completions": "completions.create",
    ]

    /// The paths with which an unknown path is compared to detect misspellings. They include OpenAI's Batch API
    /// endpoints that have no operation name.
    static let known =
        operations.keys.sorted()
        + [BatchRequest.Endpoint.imageGenerations, .imageEdits, .videos].map(\.rawValue)
}
