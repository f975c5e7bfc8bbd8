extension Cost {
    /// Whether a price of it is from OpenAI's price list, as the catalogue of this package or its update has it.
    ///
    /// The catalogue takes the list from litellm and says so as its source; a price that a user entered names another source,
    /// and counts as a fact about the server that is used.
    package var usesListPrices: Bool {
        lines.contains { $0.price?.source?.hasPrefix("litellm") ?? false }
    }

    /// Whether a server bills by OpenAI's price list: OpenAI itself, its regional hosts included.
    ///
    /// Other servers may serve a model of the same name at any price. Source: https://platform.openai.com/docs/guides/your-data
    ///
    /// - Parameter server: Host and port; empty for an unspecified server, which counts as OpenAI's.
    package static func isListPriced(_ server: String) -> Bool {
        let host = server.split(separator: ":").first.map { $0.lowercased() } ?? ""
        return host.isEmpty || host == "api.openai.com" || host.hasSuffix(".api.openai.com")
    }
}
