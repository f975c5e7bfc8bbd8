extension SchemaDialect {
    /// Returns the dialect for a server's base URL.
    ///
    /// Local servers usually use llama.cpp, which converts schemas to grammars. OpenAI rejects the keywords that it
    /// does not enforce, but only in strict mode.
    static func of(_ baseURL: BaseURL, isStrict: Bool) -> SchemaDialect {
        if let known = of(host: baseURL.host) { return isStrict ? known : .standard }
        return baseURL.isLoopback ? .llamaServer : .standard
    }
}
