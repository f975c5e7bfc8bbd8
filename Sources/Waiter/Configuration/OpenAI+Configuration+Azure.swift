internal import HTTPTypes

extension OpenAI.Configuration {
    /// Makes the configuration of a deployment at Azure: the key in `api-key`, the version in the query.
    ///
    /// - Parameters:
    ///   - endpoint: The resource's address, such as `https://name.openai.azure.com`.
    ///   - deployment: The deployment that all calls go to; the model of a request is then ignored by the server.
    ///   - apiVersion: The version of the API, such as `2024-10-21`.
    ///   - apiKey: The key of the resource.
    /// - Throws: `OpenAIError` with code `.configuration`.
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
            throw OpenAIError(.configuration, "the deployment is not usable: \(error.message)")
        }
        let path = "\(base.origin)\(base.path)/openai/deployments/\(segment)"
        return try OpenAI.Configuration(
            apiKey: apiKey,
            baseURL: BaseURL("\(path)?api-version=\(PathSegment.encodedQuery(apiVersion))"),
            authentication: .header(HTTPField.Name("api-key") ?? .authorization)
        )
    }
}
