internal import HTTPTypes

extension OpenAI.Configuration {
    /// Creates a configuration for an Azure resource. The key is sent in the `api-key` header, and the API version is
    /// sent in the query.
    ///
    /// Requests for chat completions, embeddings, images and audio are sent to a deployment. All other requests, such
    /// as those for files and batches, are sent to the resource. For Azure's v1 API, which has no dated versions, use
    /// the base URL `https://name.openai.azure.com/openai/v1` instead, and specify deployment names as models.
    ///
    /// - Parameters:
    ///   - endpoint: The URL of the resource, such as `https://name.openai.azure.com`.
    ///   - deployment: The deployment that serves all calls. If you specify a deployment, the server ignores the model
    ///     in requests. If `deployment` is `nil`, the model in each request is used as the deployment name.
    ///   - apiVersion: The API version, such as `2024-10-21`.
    ///   - apiKey: The key for the resource.
    /// - Returns: The configuration.
    /// - Throws: `OpenAIError` with code `.configuration` if a value is invalid.
    public static func azure(
        endpoint: String,
        deployment: String? = nil,
        apiVersion: String,
        apiKey: APIKey
    ) throws -> OpenAI.Configuration {
        let base = try BaseURL(endpoint)
        var path = "\(base.origin)\(base.path)/openai"
        if let deployment {
            do {
                path += "/deployments/\(try PathSegment.encoded(deployment))"
            } catch {
                throw OpenAIError(.configuration, "invalid deployment name: \(error.message)")
            }
        }
        return try OpenAI.Configuration(
            apiKey: apiKey,
            baseURL: BaseURL("\(path)?api-version=\(PathSegment.encodedQuery(apiVersion))"),
            authentication: .header(HTTPField.Name("api-key") ?? .authorization)
        )
    }
}
