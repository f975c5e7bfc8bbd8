package import HTTPTypes
package import Waiter

/// A named endpoint: its address, its key, and defaults for its requests.
package struct Profile: Sendable, Hashable {
    package var name: String
    /// The base URL, or `nil` for the local model, whose server reports its address.
    package var baseURL: String?
    /// The name of the key in `keys.json`.
    package var keyName: String?
    /// The environment variable that contains the key.
    package var keyVariable: String?
    package var model: String?
    /// The default model for embeddings.
    package var embeddingModel: String?
    package var system: String?
    package var options = JSONObject()
    package var timeout: Double?
    package var retries: Int?
    package var allowsPlainHTTP = false
    /// Additional headers for each call.
    package var headers = HTTPFields()
    /// The authentication scheme, or `nil` for the server's usual scheme.
    package var authentication: AuthenticationScheme?
    package var azure: AzureDeployment?
    /// The API for questions, or `nil` to choose the API based on the server and the model.
    package var api: ModelAPI?
    /// The server's billing, or `nil` if unspecified.
    package var billing: Billing?
    /// The policy for `<think>` blocks in answers, or `nil` for the default.
    package var thinkTags: ChatCompletion.ThinkTags?

    package init(name: String, baseURL: String? = nil, keyName: String? = nil) {
        self.name = name
        self.baseURL = baseURL
        self.keyName = keyName
    }

    package static let builtInNames = ["openai", "local", "ollama"] + BuiltInServer.all.map(\.name)

    package static func builtIn(_ name: String) -> Profile? {
        var profile = Profile(name: name)
        switch name {
        case "openai":
            profile.baseURL = "https://api.openai.com/v1"
            profile.keyName = "openai"
            profile.keyVariable = "OPENAI_API_KEY"
            profile.model = "gpt-6.1-sol"
            profile.embeddingModel = "text-embedding-3-small"
        case "local":
            // At a high temperature, a small model produces long, aimless text. Without a limit, the text would fill
            // the context window.
            profile.options = ["temperature": 0.2, "top_p": 0.9, "max_tokens": 512]
        case "ollama":
            profile.baseURL = "http://127.0.0.1:11434/v1"
        default:
            guard let server = BuiltInServer.named(name) else { return nil }
            profile.baseURL = server.baseURL
            profile.keyName = name
            profile.keyVariable = server.keyVariable
            profile.embeddingModel = server.embeddingModel
        }
        return profile
    }

    /// Returns the profile with missing values taken from another profile.
    package func completed(from other: Profile?) -> Profile {
        guard let other else { return self }
        var profile = self
        profile.baseURL = baseURL ?? other.baseURL
        profile.keyName = keyName ?? other.keyName
        profile.keyVariable = keyVariable ?? other.keyVariable
        profile.embeddingModel = embeddingModel ?? other.embeddingModel
        return profile
    }

    /// The effective authentication scheme. The default is a bearer token, or `api-key` for Azure.
    package var scheme: AuthenticationScheme {
        authentication ?? (azure == nil ? .bearer : HTTPField.Name("api-key").map { .header($0) } ?? .bearer)
    }

    /// The default API for an Azure deployment, or `nil` for other servers.
    var azureAPI: ModelAPI? {
        guard let azure, let baseURL else { return nil }
        return azure.defaultAPI(at: baseURL)
    }

    /// Whether this is a built-in server that, according to its documentation, prefers the Responses API.
    var prefersResponses: Bool {
        guard let server = BuiltInServer.named(name), server.baseURL == baseURL else { return false }
        return server.apis.first == .responses
    }

    /// Whether this is the local model, which is started when needed.
    package var isLocal: Bool { name == "local" && baseURL == nil }
}
