internal import HTTPTypes
internal import Waiter

/// The address of a server, with the headers to send with every request.
struct HTTPEndpoint: Sendable {
    /// The reason why an address or a header is invalid.
    struct Defect: Error {
        var message: String
    }

    /// The headers that are set by the protocol and the transport.
    private static let reserved: Set<String> = [
        "accept", "content-type", "content-length", "transfer-encoding", "host", "connection",
    ]

    let base: BaseURL
    /// The path, including the query.
    private(set) var path: String
    let headers: HTTPFields
    /// A redactor that masks the secrets in these headers wherever they occur in text received from the server.
    let redactor = Redactor()

    init(_ url: String, headers: [String: String]) throws(Defect) {
        do {
            base = try BaseURL(url)
        } catch {
            throw Defect(message: (error as? OpenAIError)?.message ?? "invalid URL")
        }
        // Many servers distinguish `/mcp/` from `/mcp`, but `BaseURL` does not preserve the difference.
        let isDirectory = url.prefix { $0 != "?" }.hasSuffix("/")
        path = base.path + (isDirectory || base.path.isEmpty ? "/" : "") + (base.query.map { "?" + $0 } ?? "")
        var fields = HTTPFields()
        for (name, value) in headers {
            guard let field = HTTPField.Name(name), HTTPField.isValidValue(value) else {
                throw Defect(message: "the header '\(PlainText.line(name, limit: 60))' is invalid")
            }
            let lower = name.lowercased()
            guard !Self.reserved.contains(lower), !lower.hasPrefix("mcp-") else {
                throw Defect(message: "the header '\(lower)' is reserved for the protocol")
            }
            if SecretHeader.contains(name), base.scheme == "http", !base.isLoopback {
                throw Defect(message: "the header '\(lower)' would be sent to \(base.host) unencrypted; use https")
            }
            if SecretHeader.contains(name) {
                // A scheme such as `Bearer` is not part of the secret.
                for word in [value] + value.split(separator: " ").map(String.init) { redactor.learn(word) }
            }
            fields[field] = value
        }
        self.headers = fields
    }

    /// Returns the endpoint to which a redirect leads, or `nil` if the redirect leads to another origin.
    func redirected(to location: String) -> HTTPEndpoint? {
        var endpoint = self
        if location.hasPrefix("/"), !location.hasPrefix("//") {
            endpoint.path = location
            return endpoint
        }
        guard let other = try? HTTPEndpoint(location, headers: [:]), other.base.scheme == base.scheme,
            other.base.host == base.host, other.base.effectivePort == base.effectivePort
        else { return nil }
        endpoint.path = other.path
        return endpoint
    }

    /// Returns the head of a request.
    func head(_ method: HTTPRequest.Method, _ fields: [(String, String)]) -> HTTPRequest {
        var head = HTTPRequest(method: method, scheme: base.scheme, authority: base.authority, path: path)
        head.headerFields = headers
        for (name, value) in fields {
            if let name = HTTPField.Name(name) { head.headerFields[name] = value }
        }
        return head
    }
}
