internal import Waiter

/// A deployment at Azure, whose name stands in the address of its calls.
package struct AzureDeployment: Sendable, Hashable {
    package var deployment: String
    package var apiVersion: String

    /// The base URL of the deployment at a resource, such as `https://name.openai.azure.com`.
    ///
    /// - Throws: `CommandFailure` for a name that cannot stand in an address.
    func baseURL(at endpoint: String) throws -> String {
        let segment: String
        do {
            segment = try PathSegment.encoded(deployment)
        } catch {
            throw CommandFailure.usage("the deployment '\(deployment)' is unusable", nextStep: error.message)
        }
        guard !endpoint.contains("?") else {
            throw CommandFailure.usage(
                "the base_url of an Azure deployment has no query",
                nextStep: "write the resource's address, such as https://name.openai.azure.com"
            )
        }
        let resource = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        return "\(resource)/openai/deployments/\(segment)?api-version=\(PathSegment.encodedQuery(apiVersion))"
    }
}
