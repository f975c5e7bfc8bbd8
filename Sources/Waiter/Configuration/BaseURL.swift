/// The base URL of an API. It consists of the scheme, host and port, and of the path prefix and query that all requests
/// share.
public struct BaseURL: Sendable, CustomStringConvertible {
    /// The parts of the URL. They are stored on the heap so that the URL can be copied quickly. Each call copies it.
    private final class Parts: Sendable {
        let scheme: String
        let host: String
        let port: Int?
        let path: String
        let query: String?

        init(scheme: String, host: String, port: Int?, path: String, query: String?) {
            self.scheme = scheme
            self.host = host
            self.port = port
            self.path = path
            self.query = query
        }
    }

    private let parts: Parts

    /// The scheme, `http` or `https`.
    public var scheme: String { parts.scheme }
    /// The host in lowercase. IPv6 addresses have no brackets.
    public var host: String { parts.host }
    /// The port, or `nil` for the scheme's default.
    public var port: Int? { parts.port }
    /// The path without a trailing slash, such as `/v1`. The path can be empty.
    public var path: String { parts.path }
    /// The query items, in their original order and with their original percent-encoding.
    public var query: String? { parts.query }

    /// The base URL of OpenAI's API.
    public static let openAI = BaseURL(
        Parts(scheme: "https", host: "api.openai.com", port: nil, path: "/v1", query: nil)
    )

    private init(_ parts: Parts) {
        self.parts = parts
    }

    /// Parses a URL such as `http://127.0.0.1:8080/v1`. A trailing slash is ignored.
    ///
    /// - Throws: `OpenAIError` with code `.configuration` if the scheme is neither http nor https, the host is missing,
    ///   the port is invalid, or the URL contains user information, a fragment, spaces or control characters.
    public init(_ text: String) throws {
        func invalid(_ reason: String) -> OpenAIError {
            OpenAIError(.configuration, "the base URL is invalid: \(reason); use a URL such as https://host/v1")
        }
        if text.isEmpty { throw invalid("it is empty") }
        if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
            throw invalid("it contains a control character")
        }
        if text.utf8.contains(where: { $0 == 0x20 || $0 >= 0x80 || $0 == 0x5C }) {
            throw invalid("it contains a space, a backslash or a non-ASCII character")
        }
        guard let (scheme, afterScheme) = Self.split(Substring(text), at: "://") else {
            throw invalid("it has no scheme")
        }
        let knownScheme = scheme.lowercased()
        guard knownScheme == "https" || knownScheme == "http" else {
            throw invalid("its scheme is neither http nor https")
        }
        if afterScheme.contains("#") { throw invalid("it has a fragment") }
        let (beforeQuery, query) = Self.split(afterScheme, at: "?") ?? (afterScheme, "")
        let authorityEnd = beforeQuery.firstIndex(of: "/") ?? beforeQuery.endIndex
        let authority = beforeQuery[..<authorityEnd]
        if authority.contains("@") { throw invalid("it contains user information; set the API key instead") }
        guard let (host, port) = Self.hostAndPort(authority) else {
            throw invalid("its host or port is missing or invalid")
        }
        var path = beforeQuery[authorityEnd...]
        while path.hasSuffix("/") { path.removeLast() }
        parts = Parts(
            scheme: knownScheme,
            host: host,
            port: port,
            path: String(path),
            query: query.isEmpty ? nil : String(query)
        )
    }

    private static func split(_ text: Substring, at separator: String) -> (Substring, Substring)? {
        var rest = text
        while !rest.isEmpty {
            if rest.hasPrefix(separator) { return (text[..<rest.startIndex], rest.dropFirst(separator.count)) }
            rest = rest.dropFirst()
        }
        return nil
    }

    private static func hostAndPort(_ authority: Substring) -> (String, Int?)? {
        var rest = authority
        let host: Substring
        if rest.hasPrefix("[") {
            guard let close = rest.firstIndex(of: "]") else { return nil }
            host = rest[rest.index(after: rest.startIndex)..<close]
            rest = rest[rest.index(after: close)...]
            guard host.contains(":"), host.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }) else { return nil }
        } else {
            let end = rest.firstIndex(of: ":") ?? rest.endIndex
            host = rest[..<end]
            rest = rest[end...]
            let allowed = host.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x2E
                    || byte == 0x5F
            }
            guard allowed else { return nil }
        }
        guard !host.isEmpty else { return nil }
        if rest.isEmpty { return (host.lowercased(), nil) }
        guard rest.first == ":", let port = UInt16(rest.dropFirst()), port > 0, !rest.contains("+") else { return nil }
        return (host.lowercased(), Int(port))
    }

    /// The host and port, formatted as in a `Host` header.
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port.map { "\(name):\($0)" } ?? name
    }

    /// The explicit port or the scheme's default port.
    public var effectivePort: Int { port ?? (scheme == "https" ? 443 : 80) }

    /// Whether the host is the local machine: `localhost`, a name that ends in `.localhost`, an address in 127.0.0.0/8,
    /// or ::1.
    public var isLoopback: Bool {
        if host == "localhost" || host.hasSuffix(".localhost") || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// The URL as a string.
    public var description: String {
        "\(scheme)://\(authority)\(path)" + (query.map { "?" + $0 } ?? "")
    }

    /// The scheme, host and port, without the path and query, for use in error messages.
    package var origin: String { "\(scheme)://\(authority)" }
}

extension BaseURL: Hashable {
    /// Compares all parts.
    public static func == (left: Self, right: Self) -> Bool {
        left.parts === right.parts
            || left.host == right.host && left.port == right.port && left.path == right.path
                && left.scheme == right.scheme && left.query == right.query
    }

    /// Hashes all parts.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(scheme)
        hasher.combine(host)
        hasher.combine(port)
        hasher.combine(path)
        hasher.combine(query)
    }
}

extension BaseURL: CustomReflectable {
    /// A mirror of the parts.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "scheme": scheme, "host": host, "port": port as Any, "path": path, "query": query as Any,
            ],
            displayStyle: .struct
        )
    }
}
