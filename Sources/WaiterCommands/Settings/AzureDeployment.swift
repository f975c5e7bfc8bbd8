internal import Waiter

package struct AzureDeployment: Sendable, Hashable {
    package var deployment: String
    package var apiVersion: String

    /// The first API version that supports the Responses API. Source: the Azure OpenAI API changelog.
    private static let firstWithResponses = "2025-03-01-preview"

    /// Returns the default API for a deployment. On Azure's own hosts, the default is the Responses API if the API
    /// version supports it.
    func defaultAPI(at endpoint: String) -> ModelAPI {
        let host = (try? BaseURL(endpoint))?.host ?? ""
        return Self.isAzure(host: host) && apiVersion >= Self.firstWithResponses ? .responses : .chatCompletions
    }

    /// Returns whether a host belongs to Azure's AI services.
    static func isAzure(host: String) -> Bool {
        [".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com"].contains {
            host.lowercased().hasSuffix($0)
        }
    }

    /// Returns the base URL for a resource's deployment, such as `https://name.openai.azure.com`.
    ///
    /// The path of the Responses API does not include the deployment. Instead, requests specify the deployment as the
    /// model.
    ///
    /// - Throws: `CommandFailure` for a deployment name or resource URL that cannot be used.
    func baseURL(at endpoint: String, api: ModelAPI) throws -> String {
        let segment: String
        do {
            segment = try PathSegment.encoded(deployment)
        } catch {
            throw CommandFailure.usage("invalid deployment '\(deployment)'", nextStep: error.message)
        }
        guard !endpoint.contains("?") else {
            throw CommandFailure.usage(
                "the base_url of an Azure deployment must not have a query",
                nextStep: "use the URL of the resource, such as https://name.openai.azure.com"
            )
        }
        let resource = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        let version = "api-version=\(PathSegment.encodedQuery(apiVersion))"
        if api == .responses { return "\(resource)/openai?\(version)" }
        return "\(resource)/openai/deployments/\(segment)?\(version)"
    }
}
