internal import Waiter

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

    /// The paths that a misspelled path is compared with, including endpoints of OpenAI's Batch API without an operation name.
    static let known =
        operations.keys.sorted()
        + [BatchRequest.Endpoint.imageGenerations, .imageEdits, .videos].map(\.rawValue)
}
