extension BaseURL {
    /// The paths of the operations that Azure's dated API versions provide for each deployment.
    ///
    /// Source: `_deployments_endpoints` in openai-python's `lib/azure.py`.
    private static let pathsOfDeployments: Set<[String]> = [
        ["chat", "completions"], ["completions"], ["embeddings"], ["audio", "transcriptions"],
        ["audio", "translations"],
        ["audio", "speech"], ["images", "generations"], ["images", "edits"],
    ]

    /// Returns the path prefix for an operation.
    ///
    /// This is usually the path of the base URL. For an Azure resource with a dated API version, some operations are
    /// sent to a deployment (`/openai/deployments/NAME`) and others to the resource (`/openai`). If the base URL does
    /// not specify a deployment, the name of the model is used as the name of the deployment.
    func prefix(of operation: RequestPath, model: String?) -> String {
        let isOfDeployment = Self.pathsOfDeployments.contains(operation.segments)
        var segments = path.split(separator: "/", omittingEmptySubsequences: false)
        if segments.count >= 3, segments.suffix(3).prefix(2) == ["openai", "deployments"] {
            if isOfDeployment { return path }
            segments.removeLast(2)
            return segments.joined(separator: "/")
        }
        guard segments.last == "openai", isOfDeployment, let model, let name = try? PathSegment.encoded(model),
            query?.split(separator: "&").contains(where: { $0.hasPrefix("api-version=") }) == true
        else { return path }
        return "\(path)/deployments/\(name)"
    }
}
