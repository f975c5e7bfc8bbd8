internal import HTTPTypes

extension OpenAI.Configuration: CustomStringConvertible, CustomReflectable {
    /// The base URL and the masked key.
    public var description: String {
        "Configuration(\(baseURL), key: \(apiKey.map(\.description) ?? "none"))"
    }

    /// A mirror in which the key and all header values are masked. Header values are masked because they may contain
    /// keys.
    public var customMirror: Mirror {
        let children: [(label: String?, value: Any)] = [
            ("apiKey", apiKey?.description ?? "none"),
            ("baseURL", baseURL.description),
            ("organization", organization ?? "none"),
            ("project", project ?? "none"),
            ("headers", headers.keys.map { $0.lowercased() }.sorted()),
            ("timeouts", timeouts),
            ("retry", retry),
            ("limits", limits),
            ("maxConnections", maxConnections),
            ("tls", tls),
            ("proxy", proxy?.description ?? "none"),
            ("rateLimits", rateLimits.map { "\($0)" } ?? "none"),
            ("allowsKeyOverPlainHTTP", allowsKeyOverPlainHTTP),
            ("middlewares", middlewares.map { "\(type(of: $0))" }),
        ]
        return Mirror(self, children: children, displayStyle: .struct)
    }
}
