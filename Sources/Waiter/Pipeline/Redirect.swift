package import HTTPTypes

/// Follows redirects within an origin. Redirects to another origin are rejected, because the key must not be sent
/// there.
package enum Redirect {
    /// Returns the request to send to the new location, or `nil` if the response is not a redirect.
    ///
    /// - Throws: `OpenAIError` with code `.invalidResponse` for a redirect to another origin.
    package static func target(of head: HTTPResponse, from request: TransportRequest) throws -> TransportRequest? {
        guard [301, 302, 303, 307, 308].contains(head.status.code), let location = head.headerFields[.location] else {
            return nil
        }
        guard let path = path(of: location, from: request.head) else {
            var error = OpenAIError(
                .invalidResponse,
                "the server redirected to another origin, which must not receive the API key; "
                    + "set the base URL to the new address"
            )
            error.status = head.status.code
            throw error
        }
        var request = request
        request.head.path = path
        // The method is preserved for 301 and 302, as RFC 9110 allows, because API callers never want it to change to
        // GET.
        if head.status.code == 303, request.head.method != .get {
            request.head.method = .get
            request.head.headerFields[.contentType] = nil
            request.body = []
            request.stream = nil
        }
        return request
    }

    /// Returns the path and query of a location within the request's origin, or `nil` for any other location.
    private static func path(of location: String, from head: HTTPRequest) -> String? {
        guard location.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }) else { return nil }
        let withoutFragment = String(location.prefix { $0 != "#" })
        if withoutFragment.hasPrefix("/"), !withoutFragment.hasPrefix("//") { return withoutFragment }
        if withoutFragment.contains("://") {
            guard let target = try? BaseURL(withoutFragment), let scheme = head.scheme, let authority = head.authority,
                let origin = try? BaseURL("\(scheme)://\(authority)"),
                (target.scheme, target.host, target.effectivePort) == (origin.scheme, origin.host, origin.effectivePort)
            else { return nil }
            let start = withoutFragment.dropFirst(target.scheme.count + 3).firstIndex { $0 == "/" || $0 == "?" }
            let path = start.map { String(withoutFragment[$0...]) } ?? "/"
            return path.hasPrefix("/") ? path : "/" + path
        }
        if withoutFragment.hasPrefix("//") || withoutFragment.isEmpty { return nil }
        let base = (head.path ?? "/").prefix { $0 != "?" }
        if withoutFragment.hasPrefix("?") { return base + withoutFragment }
        let directory = base.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        return withoutDots(directory.joined(separator: "/") + "/" + withoutFragment)
    }

    /// Resolves the `.` and `..` segments of a path.
    private static func withoutDots(_ path: String) -> String {
        let end = path.firstIndex(of: "?") ?? path.endIndex
        var segments: [Substring] = []
        let given = path[..<end].split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        for (position, segment) in given.enumerated() {
            let isLast = position == given.count - 1
            switch segment {
            case "..":
                _ = segments.popLast()
                if isLast { segments.append("") }
            case ".": if isLast { segments.append("") }
            default: segments.append(segment)
            }
        }
        return "/" + segments.joined(separator: "/") + path[end...]
    }
}
