internal import HTTPTypes
internal import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Downloads attachments, so that they can be sent as data to any server.
package struct AttachmentFetcher: Sendable {
    package var environment: [String: String]
    /// The resolver of host names.
    package var resolver = HostResolver.system
    /// The networks of this machine.
    package var network = LocalNetwork.current
    /// A closure that creates a transport to the checked addresses.
    package var connect: FetchTransport.Connect = {
        try AsyncHTTPClientTransport(configuration: $0, addresses: $1)
    }

    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// Returns the attachment that a URL refers to or contains.
    ///
    /// - Throws: `CancellationError`, or `CommandFailure` if the attachment cannot be fetched, is too large, or has an
    ///   unsupported type.
    package func attachment(at address: String) async throws -> Attachment {
        if address.lowercased().hasPrefix("data:") {
            return try Attachment(bytes: Self.bytes(ofDataURL: address), name: "data:")
        }
        return try Attachment(bytes: try await bytes(at: address), name: Self.shown(address))
    }

    /// Downloads the bytes at a URL.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    package func bytes(at address: String) async throws -> [UInt8] {
        let (url, path) = try Self.parts(of: address)
        do {
            let configuration = try OpenAI.Configuration(
                baseURL: url,
                authentication: .anonymous,
                timeouts: OpenAI.Timeouts(idle: .seconds(30), total: .seconds(120)),
                limits: OpenAI.Limits(responseBytes: Attachment.limit),
                tls: .fromEnvironment(environment)
            )
            // The transport sends the path verbatim.
            let transport = FetchTransport(
                path: path,
                configuration: configuration,
                environment: environment,
                resolver: resolver,
                network: network,
                connect: connect
            )
            let options = RequestOptions(headers: ["accept": "*/*"])
            return try await OpenAI(configuration: configuration, transport: transport)
                .requestBytes(.get, "attachment", options: options).value
        } catch let refusal as FetchTransport.Refusal {
            let isNumber = NetworkAddress(refusal.host) == refusal.address
            let target = isNumber ? refusal.host : "\(refusal.host), which is \(refusal.address)"
            throw CommandFailure(
                .usage,
                "cannot fetch \(Self.shown(address))",
                place: refusal.isRedirect ? "it redirects to \(target)" : "its host is \(target)",
                nextStep: "that host is not on the public Internet; if you trust it, use its IP address in the URL",
                kind: "attachment"
            )
        } catch let error as OpenAIError {
            let status = error.status.flatMap { (200...299).contains($0) ? nil : $0 }
            // A client error, such as status 404, is not reported as a network failure, because retrying would not
            // help.
            let isNetwork = error.code != .configuration && !(400...499).contains(status ?? 0)
            throw CommandFailure(
                isNetwork ? .network : .usage,
                "cannot fetch \(Self.shown(address))",
                place: status.map { "HTTP \($0)" } ?? error.message,
                nextStep: "check the URL, or pass a file",
                kind: "attachment"
            )
        }
    }

    /// Splits a URL into the server and the percent-encoded path with the query.
    private static func parts(of address: String) throws -> (BaseURL, String) {
        guard let url = URL(string: address), let scheme = url.scheme, let host = url.host(), url.user() == nil,
            let server = try? BaseURL("\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? ""))
        else {
            throw CommandFailure.usage(
                "cannot fetch \(shown(address))",
                nextStep: "use a URL such as https://host/path, without a user name"
            )
        }
        let path = url.path(percentEncoded: true)
        return (server, (path.isEmpty ? "/" : path) + (url.query(percentEncoded: true).map { "?" + $0 } ?? ""))
    }

    /// Returns the URL for display. The user information and the query are omitted, because they may contain secrets.
    package static func shown(_ address: String) -> String {
        var text = address.prefix { $0 != "?" && $0 != "#" }
        if let scheme = text.firstRange(of: "://"),
            let end = text[scheme.upperBound...].prefix(while: { $0 != "/" })
                .lastIndex(of: "@")
        {
            text = text[..<scheme.upperBound] + text[end...].dropFirst()
        }
        return String(text)
    }

    private static func bytes(ofDataURL address: String) throws -> [UInt8] {
        let content = address.dropFirst(5)
        guard let comma = content.firstIndex(of: ",") else {
            throw CommandFailure.usage("invalid data: URL (no comma before the data)")
        }
        let text = content[content.index(after: comma)...]
        guard content[..<comma].lowercased().hasSuffix(";base64") else {
            return Array(PathSegment.decoded(text).utf8)
        }
        guard let data = Data(base64Encoded: String(text)) else {
            throw CommandFailure.usage("invalid data: URL (not valid base64)")
        }
        return Array(data)
    }
}
