/// The supported revisions of the Model Context Protocol.
enum ProtocolVersion {
    /// The first revision without sessions, in which each request contains the version and capabilities.
    static let stateless = "2026-07-28"

    /// The revisions whose handshake is `initialize`, newest first.
    static let withSessions = ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]
}

/// The protocol negotiated by the client and the server.
enum ProtocolEra: Sendable, Hashable {
    /// Requests are independent of each other.
    case stateless(version: String)
    /// Requests belong to a session.
    case session(version: String)

    var version: String {
        switch self {
        case .stateless(let version), .session(let version): version
        }
    }

    var isStateless: Bool {
        if case .stateless = self { true } else { false }
    }
}
