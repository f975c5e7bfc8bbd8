internal import HTTPTypes

extension OpenAI.Configuration {
    /// Creates a configuration for an Azure deployment, with the key in `api-key` and the API version in the query.
    ///
    /// - Parameters:
    ///   - endpoint: The URL of the resource, such as `https://name.openai.azure.com`.
    ///   - deployment: The deployment that serves all calls; the server ignores the model of requests.
    ///   - apiVersion: The API version, such as `2024-10-21`.
    ///   - apiKey: The key of the resource.
    /// - Returns: The configuration.
    /// - Throws: `OpenAIError` with code `.configuration` if a value is invalid.
    public static func azure(
        endpoint: String,
        deployment: String,
        apiVersion: String,
        apiKey: APIKey
    ) throws -> OpenAI.Configuration {
        let base = try BaseURL(endpoint)
        let segment: String
        do {
            segment = try PathSegment.encoded(deployment)
        } catch {
            throw OpenAIError(.configuration, "invalid deployment name: \(error.message)")
        }
        let path = "\(base.origin)\(base.path)/openai/deployments/\(segment)"
        return try OpenAI.Configuration(
            apiKey: apiKey,
            baseURL: BaseURL("\(path)?api-version=\(PathSegment.encodedQuery(apiVersion))"),
            authentication: .header(HTTPField.Name("api-key") ?? .authorization)
        )
    }
}
