extension OpenAI {
    /// An HTTP proxy.
    public struct Proxy: Hashable, Sendable, CustomStringConvertible {
        /// The proxy's host.
        public var host: String
        /// The proxy's port.
        public var port: Int
        package var credentials: Credentials?

        /// The proxy's user name and password, which are never printed.
        package struct Credentials: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
            package var user: String
            package var password: String

            package var description: String { "(credentials)" }
            package var customMirror: Mirror { Mirror(self, children: []) }
        }

        /// Creates a proxy. The user name and password never appear in output.
        public init(host: String, port: Int, user: String? = nil, password: String? = nil) {
            self.host = host
            self.port = port
            credentials = user.map { Credentials(user: $0, password: password ?? "") }
        }

        /// The proxy's host and port, without credentials.
        public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

        /// Returns the proxy for a base URL, or `nil` if no proxy applies.
        ///
        /// The proxy is read from HTTPS_PROXY or HTTP_PROXY, depending on the scheme of the base URL. If that variable
        /// is not set, the proxy is read from ALL_PROXY.
        ///
        /// Requests to the local machine and to hosts in NO_PROXY are not proxied.
        ///
        /// - Throws: `OpenAIError` with code `.configuration` if a variable's value is not a valid HTTP proxy URL. The
        ///   error message contains the name of the variable.
        public static func fromEnvironment(_ environment: [String: String], for baseURL: BaseURL) throws -> Proxy? {
            func value(_ name: String) -> (name: String, text: String)? {
                for name in [name, name.lowercased()] {
                    if let text = environment[name], !text.isEmpty { return (name, text) }
                }
                return nil
            }
            if baseURL.isLoopback { return nil }
            if let exceptions = value("NO_PROXY"), ProxyExceptions.contain(baseURL, in: exceptions.text) { return nil }
            let ofScheme = value(baseURL.scheme == "https" ? "HTTPS_PROXY" : "HTTP_PROXY")
            guard let setting = ofScheme ?? value("ALL_PROXY") else { return nil }
            if let scheme = scheme(of: setting.text), scheme != "http" {
                throw OpenAIError(
                    .configuration,
                    "\(setting.name) specifies a '\(scheme)' proxy, which is not supported; "
                        + "use an HTTP proxy such as http://host:3128"
                )
            }
            guard let proxy = parse(setting.text) else {
                throw OpenAIError(
                    .configuration,
                    "\(setting.name) is not a valid proxy URL; expected http://host:port"
                )
            }
            return proxy
        }

        /// Returns the scheme before `://` in lowercase, or `nil` if the text has no scheme.
        private static func scheme(of text: String) -> String? {
            let name = text.prefix { $0 != ":" }
            return text.dropFirst(name.count).hasPrefix("://") ? name.lowercased() : nil
        }

        private static func parse(_ text: String) -> Proxy? {
            var rest = Substring(text)
            if rest.lowercased().hasPrefix("http://") { rest = rest.dropFirst(7) }
            var user: String?
            var password: String?
            if let at = rest.lastIndex(of: "@") {
                let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                user = PathSegment.decoded(parts[0])
                password = parts.count > 1 ? PathSegment.decoded(parts[1]) : nil
                rest = rest[rest.index(after: at)...]
            }
            while rest.hasSuffix("/") { rest.removeLast() }
            guard let address = try? BaseURL("http://\(rest)"), address.path.isEmpty, address.query == nil else {
                return nil
            }
            return Proxy(host: address.host, port: address.effectivePort, user: user, password: password)
        }
    }
}
