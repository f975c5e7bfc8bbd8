package import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterTerminal

/// The `keys rm` command, which removes a stored key.
package struct KeysRemoveCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "rm",
        abstract: "Remove a stored key.",
        discussion: """
            The key remains valid with the provider; if it may have leaked, revoke it there.

            Examples:
              waiter keys rm openai
              waiter keys rm -q openai
            """
    )

    @Argument(help: "The name of the key.")
    package var name: String

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    package init() {}

    package var isQuiet: Bool { quiet }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let file = KeyFile(path: try context.requiredDirectories().keyFile)
        // First check without the lock, because acquiring the lock would create files.
        try Self.check(name, in: try KeyStore(path: file.path))
        let (name, console) = (name, context.console)
        try await Interrupts.cancelling {
            try await file.update {
                console.notice("waiter: waiting for another waiter process to finish updating \(file.path)")
            } _: { store in
                try Self.check(name, in: store)
                store.replace(name, with: nil)
            }
        }
        console.notice("waiter: removed '\(name)' from \(file.path)")
        return .complete
    }

    private static func check(_ name: String, in store: KeyStore) throws {
        if store.members[name] != nil { return }
        let nearest = NearestName.find(name, in: store.members.keys).map { "did you mean '\($0)'?" }
        throw CommandFailure.usage("no stored key named '\(KeyScanner.redacted(name))'", nextStep: nearest)
    }
}
