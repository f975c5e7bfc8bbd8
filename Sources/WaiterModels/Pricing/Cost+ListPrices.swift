extension Cost {
    /// Whether any price comes from OpenAI's price list, as bundled with this package or as updated later.
    ///
    /// The catalogue imports the list from litellm and names litellm as the source. A price entered by a user has another source
    /// and is considered exact for the server in use.
    package var usesListPrices: Bool {
        lines.contains { $0.price?.source?.hasPrefix("litellm") ?? false }
    }

    /// Returns whether a server bills by OpenAI's price list, which only OpenAI and its regional hosts do.
    ///
    /// Other servers may serve a model with the same name at any price. Source:
    /// https://platform.openai.com/docs/guides/your-data
    ///
    /// - Parameter server: The host and port. An empty string means an unspecified server, which is treated as
    ///   OpenAI's.
    /// - Returns: Whether the host belongs to OpenAI.
    package static func isListPriced(_ server: String) -> Bool {
        if server == "api.openai.com" { return true }
        let host = server.split(separator: ":").first.map { $0.lowercased() } ?? ""
        return host.isEmpty || host == "api.openai.com" || host.hasSuffix(".api.openai.com")
    }
}
