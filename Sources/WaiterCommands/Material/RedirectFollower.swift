internal import HTTPTypes
internal import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Follows redirects to other hosts, for what is fetched without a key.
struct RedirectFollower: ClientMiddleware {
    private static let limit = 5

    /// The path with the query to begin with, to the letter.
    var path: String

    func intercept(
        _ request: TransportRequest,
        context: CallContext,
        next: @Sendable (TransportRequest) async throws -> TransportResponse
    ) async throws -> TransportResponse {
        var request = request
        request.head.path = path
        for _ in 0..<Self.limit {
            let response = try await next(request)
            guard [301, 302, 303, 307, 308].contains(response.head.status.code),
                let location = response.head.headerFields[.location],
                let target = Self.target(of: location, from: request.head)
            else { return response }
            request.head = target
        }
        return try await next(request)
    }

    private static func target(of location: String, from head: HTTPRequest) -> HTTPRequest? {
        let base = URL(string: "\(head.scheme ?? "https")://\(head.authority ?? "")\(head.path ?? "/")")
        guard let url = URL(string: location, relativeTo: base)?.absoluteURL,
            let address = try? BaseURL(url.absoluteString)
        else { return nil }
        // What was asked for over a secure connection is not fetched over another one.
        if head.scheme == "https", address.scheme != "https" { return nil }
        var target = head
        (target.scheme, target.authority) = (address.scheme, address.authority)
        target.path = (address.path.isEmpty ? "/" : address.path) + (address.query.map { "?" + $0 } ?? "")
        return target
    }
}
