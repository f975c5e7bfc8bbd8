package import HTTPTypes
package import Waiter

/// A named endpoint: where it is, which key it wants, and what requests to it are like.
package struct Profile: Sendable, Hashable {
    package var name: String
    /// Nil for the local model, whose server says where it is.
    package var baseURL: String?
    /// The name of the key in `keys.json`.
    package var keyName: String?
    /// The variable that holds the key.
    package var keyVariable: String?
    package var model: String?
    package var system: String?
    package var options = JSONObject()
    package var timeout: Double?
    package var retries: Int?
    package var allowsPlainHTTP = false
    /// Headers that each call carries beside the key.
    package var headers = HTTPFields()
    /// How the key is sent; nil for the usual way of the server.
    package var authentication: AuthenticationScheme?
    package var azure: AzureDeployment?
    /// What its server bills; nil where nobody said.
    package var billing: Billing?
    /// Where the answers of its models begin, in a `<think>` block or before it; nil for the usual treatment.
    package var thinkTags: ChatCompletion.ThinkTags?

    package init(name: String, baseURL: String? = nil, keyName: String? = nil) {
        self.name = name
        self.baseURL = baseURL
        self.keyName = keyName
    }

    package static let builtInNames = ["openai", "local", "ollama"]

    package static func builtIn(_ name: String) -> Profile? {
        var profile = Profile(name: name)
        switch name {
        case "openai":
            profile.baseURL = "https://api.openai.com/v1"
            profile.keyName = "openai"
            profile.keyVariable = "OPENAI_API_KEY"
            profile.model = "gpt-6.1-sol"
        case "local":
            // A small model rambles when it is hot, and would write to the end of its context without a limit.
            profile.options = ["temperature": 0.2, "top_p": 0.9, "max_tokens": 512]
        case "ollama":
            profile.baseURL = "http://127.0.0.1:11434/v1"
        default:
            return nil
        }
        return profile
    }

    /// This profile, with what it leaves open taken from another one.
    package func completed(from other: Profile?) -> Profile {
        guard let other else { return self }
        var profile = self
        profile.baseURL = baseURL ?? other.baseURL
        profile.keyName = keyName ?? other.keyName
        profile.keyVariable = keyVariable ?? other.keyVariable
        return profile
    }

    /// How the key is sent: as a bearer token, at Azure in `api-key`.
    package var scheme: AuthenticationScheme {
        authentication ?? (azure == nil ? .bearer : HTTPField.Name("api-key").map { .header($0) } ?? .bearer)
    }

    /// Whether this is the model on this machine, which is started when needed.
    package var isLocal: Bool { name == "local" && baseURL == nil }
}
