package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// The `keys list` command, which prints the stored keys with their values masked.
package struct KeysListCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List stored keys, masked except for the last four characters.",
        discussion: """
            If a key comes from a command, the command is shown but not run.

            Examples:
              waiter keys list
              waiter keys list --json
            """
    )

    @OptionGroup
    package var output: Output

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let entries = try KeyStore(path: context.directories().keyFile).entries
        if output.json {
            try Output.write(.array(entries.map(Self.json)), to: context.console)
            return .complete
        }
        if entries.isEmpty { context.console.notice("waiter: no stored keys; add one with: waiter keys set openai") }
        let width = entries.map(\.name.count).max() ?? 0
        let lines = entries.map { name, entry in
            let padding = String(repeating: " ", count: width - name.count)
            return TerminalText.line("\(name)\(padding)  \(Self.text(entry))") + "\n"
        }
        try context.console.write(lines.joined())
        return .complete
    }

    private static func text(_ entry: KeyEntry) -> String {
        switch entry {
        case .value: "\(entry)"
        case .command: "command: \(entry)"
        }
    }

    private static func json(_ name: String, _ entry: KeyEntry) -> JSONValue {
        switch entry {
        case .value: ["name": .string(name), "key": .string("\(entry)")]
        case .command: ["name": .string(name), "cmd": .string("\(entry)")]
        }
    }
}
