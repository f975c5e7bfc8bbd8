extension Cost {
    /// Whether any price comes from OpenAI's price list. This package bundles a copy of the list. OpenAI might have
    /// updated the list since the copy was made.
    ///
    /// The catalogue imports the list from litellm and names litellm as the source. A price entered by the user has a
    /// different source and is considered exact for the server in use.
    package var usesListPrices: Bool {
        lines.contains { $0.price?.source?.hasPrefix("litellm") ?? false }
    }

    /// Returns whether a server bills according to OpenAI's price list. Only OpenAI's main host and regional hosts
    /// use these prices.
    ///
    /// Other servers can offer a model with the same name at any price. Source:
    /// https://platform.openai.com/docs/guides/your-data
    ///
    /// - Parameter server: The host and port. An empty string means that no server is specified, in which case OpenAI's
    ///   server is assumed.
    /// - Returns: Whether the host belongs to OpenAI.
    package static func isListPriced(_ server: String) -> Bool {
        if server == "api.openai.com" { return true }
        let host = server.split(separator: ":").first.map { $0.lowercased() } ?? ""
        return host.isEmpty || host == "api.openai.com" || host.hasSuffix(".api.openai.com")
    }
}
