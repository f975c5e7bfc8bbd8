package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

/// The `keys set` command, which stores a key, or a command that prints a key.
package struct KeysSetCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Store a key under a name.",
        usage: "waiter keys set <name> [--cmd <command>]",
        discussion: """
            On a terminal, prompts for the key without echoing it; otherwise, reads the key from standard input. With \
            --cmd, the command is stored instead of a key. The shell runs it whenever the key is needed, so you can \
            use any password manager.

            Examples:
              waiter keys set openai
              pbpaste | waiter keys set openai
              waiter keys set openai --cmd 'op read op://private/openai/key'
            """
    )

    @Argument(help: "The name of the key, such as openai.")
    package var name: String

    @Option(name: .customLong("cmd"), help: "A command that prints the key.")
    package var command: String?

    @Argument(help: .hidden)
    package var rest: [String] = []

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        try KeyText.checkName(name)
        if !rest.isEmpty { throw KeyText.keyOnCommandLine() }
        if let command, KeyText.trimmed(command).isEmpty { throw CommandFailure.usage("--cmd requires a command") }
        let file = KeyFile(path: try context.requiredDirectories().keyFile)
        // If the key cannot be stored, fail before prompting for it.
        _ = try KeyStore(path: file.path)
        let (name, command, console) = (name, command, context.console)
        try await Interrupts.cancelling {
            let entry = try command.map(KeyEntry.command) ?? .value(Self.key(named: name, console))
            try await file.update {
                console.notice("waiter: waiting for another waiter process to finish updating \(file.path)")
            } _: { store in
                store.replace(name, with: entry)
            }
            console.notice("waiter: stored '\(name)' (\(TerminalText.line("\(entry)"))) in \(file.path)")
        }
        return .complete
    }

    private static func key(named name: String, _ console: Console) throws -> String {
        if StandardInput.isTerminal {
            return try key(in: HiddenPrompt(console: console).read("Key for \(name) (not shown): "), console)
        }
        let bytes = try StandardInput.readAll { console.notice("waiter: waiting for the key on standard input") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure.usage("invalid key: not UTF-8", nextStep: "nothing was stored")
        }
        return try key(in: text, console)
    }

    private static func key(in text: String, _ console: Console) throws -> String {
        let key = try KeyText.key(in: text)
        if KeyText.unquoted(KeyText.trimmed(text)) != nil {
            console.notice("waiter: ignoring the quotation marks around the key")
        }
        return key
    }
}
