internal import Waiter

/// An Azure deployment, whose name is part of the URL of its calls.
package struct AzureDeployment: Sendable, Hashable {
    package var deployment: String
    package var apiVersion: String

    /// Returns the base URL of the deployment of a resource, such as `https://name.openai.azure.com`.
    ///
    /// - Throws: `CommandFailure` for a deployment name or resource URL that cannot be used.
    func baseURL(at endpoint: String) throws -> String {
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
        return "\(resource)/openai/deployments/\(segment)?api-version=\(PathSegment.encodedQuery(apiVersion))"
    }
}
