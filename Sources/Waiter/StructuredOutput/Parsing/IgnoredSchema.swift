/// The finding that a server accepted a schema but did not enforce it.
///
/// Answers are always validated. A server that ignores schemas can still return valid answers, but there is no
/// guarantee that it does.
public struct IgnoredSchema: Sendable, Hashable, CustomStringConvertible {
    /// The host and port of the server.
    public var server: String
    /// The requested model.
    public var model: String
    /// The evidence, such as `the answer is not JSON`.
    public var reason: String

    /// Creates a finding.
    public init(server: String, model: String, reason: String) {
        self.server = server
        self.model = model
        self.reason = reason
    }

    /// A one-line description of the finding.
    public var description: String { "\(server) ignored the request's JSON schema (model \(model)): \(reason)" }
}
