internal import HTTPTypes
internal import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Fetches what is named by an address, so that any server gets it as data.
package struct AttachmentFetcher: Sendable {
    package var environment: [String: String]
    /// The resolver of host names.
    package var resolver = HostResolver.system
    /// Creates the transport that connects to the checked addresses.
    package var connect: FetchTransport.Connect = {
        try AsyncHTTPClientTransport(configuration: $0, addresses: $1)
    }

    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// The attachment that an address names, or holds.
    ///
    /// - Throws: `CommandFailure` for what cannot be fetched, is too large, or is nothing that models take;
    ///   `CancellationError`.
    package func attachment(at address: String) async throws -> Attachment {
        if address.lowercased().hasPrefix("data:") {
            return try Attachment(bytes: Self.bytes(ofDataURL: address), name: "data:")
        }
        return try Attachment(bytes: try await bytes(at: address), name: Self.shown(address))
    }

    /// The bytes at an address.
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
            // The transport puts the path in its place, to the letter.
            let transport = FetchTransport(
                path: path,
                configuration: configuration,
                environment: environment,
                resolver: resolver,
                connect: connect
            )
            let options = RequestOptions(headers: ["accept": "*/*"])
            return try await OpenAI(configuration: configuration, transport: transport)
                .requestBytes(.get, "attachment", options: options).value
        } catch let refusal as FetchTransport.Refusal {
            let number = NetworkAddress(refusal.host) == refusal.address ? "" : ", which is \(refusal.address)"
            throw CommandFailure(
                .usage,
                "cannot fetch \(Self.shown(address))",
                place: "it redirects to \(refusal.host)\(number)",
                nextStep: "that is not on the Internet; give the address itself if you trust what is there",
                kind: "attachment"
            )
        } catch let error as OpenAIError {
            let status = error.status.flatMap { (200...299).contains($0) ? nil : $0 }
            // To ask again for what is not there helps nobody.
            let isNetwork = error.code != .configuration && !(400...499).contains(status ?? 0)
            throw CommandFailure(
                isNetwork ? .network : .usage,
                "cannot fetch \(Self.shown(address))",
                place: status.map { "HTTP \($0)" } ?? error.message,
                nextStep: "check the address, or name a file",
                kind: "attachment"
            )
        }
    }

    /// The server, and the path with its query, in the letters that may stand in a request.
    private static func parts(of address: String) throws -> (BaseURL, String) {
        guard let url = URL(string: address), let scheme = url.scheme, let host = url.host(), url.user() == nil,
            let server = try? BaseURL("\(scheme)://\(host)" + (url.port.map { ":\($0)" } ?? ""))
        else {
            throw CommandFailure.usage(
                "the address \(shown(address)) cannot be fetched",
                nextStep: "give it as https://host/path, without a user name"
            )
        }
        let path = url.path(percentEncoded: true)
        return (server, (path.isEmpty ? "/" : path) + (url.query(percentEncoded: true).map { "?" + $0 } ?? ""))
    }

    /// The address as messages show it: what stands before an @ or after a ? may be a secret.
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
            throw CommandFailure.usage("a data: address has a comma before its data")
        }
        let text = content[content.index(after: comma)...]
        guard content[..<comma].lowercased().hasSuffix(";base64") else {
            return Array(PathSegment.decoded(text).utf8)
        }
        guard let data = Data(base64Encoded: String(text)) else {
            throw CommandFailure.usage("the data: address is no base64")
        }
        return Array(data)
    }
}
