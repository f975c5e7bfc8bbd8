internal import WaiterPlatform

/// The value of `--mcp`: a Model Context Protocol server, with an optional name.
///
///     uvx mcp-server-time
///     time=uvx mcp-server-time
///     docs=https://example.com/mcp
struct ToolServerArgument {
    /// The name, which becomes the prefix of the tools' names, or `nil` to derive the name from the location.
    let name: String?
    /// The URL of a server or the program to start.
    let location: String
    /// Whether the location is a URL.
    var isURL: Bool { location.hasPrefix("https://") || location.hasPrefix("http://") }

    /// Programs that run another program. The name of that other program identifies the server.
    private static let runners: Set<String> = [
        "uvx", "uv", "npx", "bunx", "pipx", "python", "python3", "node", "deno", "bun", "docker",
    ]

    /// The name of the program started by a runner, such as `mcp-server-time` in `uvx mcp-server-time`, or `nil` if the
    /// program is not a runner.
    var programName: String? {
        let words = ShellWord.split(location)?.map(\.text) ?? []
        guard let runner = words.first?.split(separator: "/").last, Self.runners.contains(String(runner)) else {
            return nil
        }
        let verbs: Set<String> = ["run", "tool", "x", "exec"]
        let program = words.dropFirst().first { !$0.hasPrefix("-") && !verbs.contains($0) }
        guard let file = program?.split(separator: "/").last else { return nil }
        let stem = file.split(separator: ".", maxSplits: 1).first ?? file
        let name = stem.unicodeScalars.filter {
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_")
        }
        let result = String(String.UnicodeScalarView(name).prefix(32))
        return result.isEmpty ? nil : result
    }

    /// Parses a declaration.
    ///
    /// - Throws: `CommandFailure` for an empty declaration.
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
