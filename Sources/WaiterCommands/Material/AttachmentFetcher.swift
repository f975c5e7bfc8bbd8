internal import HTTPTypes
internal import Waiter

/// Fetches attachments that are named by an address, so that any server gets them as data.
package struct AttachmentFetcher: Sendable {
    package var environment: [String: String]

    package init(environment: [String: String]) {
        self.environment = environment
    }

    /// The attachment that an address names; what is larger than an attachment may be, or no such thing, is refused.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    package func fetch(_ address: String) async throws -> Attachment {
        if address.lowercased().hasPrefix("data:") { return Attachment(address: address) }
        do {
            let url = try BaseURL(address)
            let (directory, name) = try Self.split(url)
            let configuration = try OpenAI.Configuration(
                baseURL: directory,
                authentication: .anonymous,
                timeouts: Timeouts(firstByte: .seconds(30), total: .seconds(120)),
                limits: Limits(responseBytes: Attachment.limit),
                tls: .fromEnvironment(environment),
                proxy: Proxy.fromEnvironment(environment, for: url),
                middlewares: [RedirectFollower()]
            )
            let options = RequestOptions(headers: ["accept": "*/*"])
            let bytes = try await OpenAI(configuration: configuration).requestBytes(.get, name, options: options).value
            return try Attachment(bytes: bytes, name: name)
        } catch let error as OpenAIError {
            let status = error.status.flatMap { (200...299).contains($0) ? nil : "HTTP \($0)" }
            throw CommandFailure(
                error.code == .configuration ? .usage : .network,
                "cannot fetch the attachment \(address)",
                place: status ?? error.message,
                nextStep: "check the address, or attach a file",
                kind: "attachment"
            )
        }
    }

    /// What a client calls a base URL, query included, and the path below it.
    private static func split(_ url: BaseURL) throws -> (BaseURL, String) {
        guard let slash = url.path.lastIndex(of: "/"), url.path.index(after: slash) < url.path.endIndex else {
            throw CommandFailure.usage("the address \(url) names no file", nextStep: "attach the address of an image")
        }
        let query = url.query.map { "?" + $0 } ?? ""
        let directory = try BaseURL(url.origin + url.path[..<slash] + query)
        return (directory, String(url.path[url.path.index(after: slash)...]))
    }
}
