extension SchemaDialect {
    /// Returns the dialect of a server by its address.
    ///
    /// Servers on this machine make grammars of schemas, most of them with llama.cpp. OpenAI rejects the keywords that it does
    /// not enforce in strict mode only.
    static func of(_ baseURL: BaseURL, isStrict: Bool) -> SchemaDialect {
        if let known = of(host: baseURL.host) { return isStrict ? known : .standard }
        return baseURL.isLoopback ? .llamaServer : .standard
    }
}
