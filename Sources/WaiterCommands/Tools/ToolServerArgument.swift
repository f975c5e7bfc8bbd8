internal import WaiterPlatform

/// The value of `--mcp`: a server of the Model Context Protocol, with a name or without.
///
///     uvx mcp-server-time
///     time=uvx mcp-server-time
///     docs=https://example.com/mcp
struct ToolServerArgument {
    /// The name, which becomes the prefix of the tools; nil to derive it.
    let name: String?
    /// The URL of a server, or the program to start.
    let location: String
    /// Whether the location is a URL.
    var isURL: Bool { location.hasPrefix("https://") || location.hasPrefix("http://") }

    /// Parses a declaration.
    ///
    /// - Throws: `CommandFailure` for an empty one.
    init(_ text: String) throws {
        let trimmed = text.trimmed
        let prefix = trimmed.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
        if !prefix.isEmpty, trimmed[prefix.endIndex...].first == "=" {
            name = String(prefix)
            location = trimmed[prefix.endIndex...].dropFirst().trimmed
        } else {
            name = nil
            location = trimmed
        }
        if location.isEmpty {
            throw CommandFailure.usage(
                "--mcp requires a program or a URL",
                nextStep: "for example: --mcp 'uvx mcp-server-time'"
            )
        }
    }
}
