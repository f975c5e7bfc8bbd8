package import ArgumentParser
internal import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

/// The `files get` command, which downloads a file.
package struct FilesGetCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "get",
        abstract: "Download a file to a path or to standard output.",
        usage: "waiter files get <id> [-o <path>] [options]",
        discussion: """
            With -o, the content is written to a temporary file, which replaces the destination when the download is \
            complete. Without -o, the content is printed to standard output, but binary content is never printed to a \
            terminal. The download times out after a day unless --timeout is given.

            Examples:
              waiter files get file-abc -o answers.jsonl
              waiter files get file-abc | head
            """
    )

    @Argument(help: ArgumentHelp("The ID of the file.", valueName: "file-id"))
    package var file: String

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Save the content to this file.", valueName: "path"),
        completion: .file()
    )
    package var path: String?

    @Flag(help: "Replace an existing file.")
    package var force = false

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    @Flag(name: .shortAndLong, help: "Print requests, response headers and timing to standard error, with keys masked.")
    package var verbose = false

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var isQuiet: Bool { quiet }

    package func validate() throws {
        if quiet, verbose { throw ValidationError("-q and -v cannot be combined") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let console = context.console
        let path = path == "-" ? nil : path
        if let path, !force, access(path, F_OK) == 0 {
            throw CommandFailure.usage("\(path) exists", nextStep: "replace it with --force")
        }
        // Nothing is written to standard output before the content is complete, because an interrupted download can
        // restart.
        let folder = path == nil ? try TemporaryFolder(environment: context.environment) : nil
        defer { folder?.remove() }
        let target = path ?? (folder?.path ?? "") + "/content"
        let saved = try await Interrupts.cancelling {
            try await FileServer.connecting(
                server.flags(model: nil),
                isVerbose: verbose,
                context,
                "downloading \(file)"
            ) { client in
                let progress = TransferNotice("downloading \(file)", console, context.clock)
                let options = FileServer.transferOptions(client, progress)
                defer { progress.end() }
                return try await client.files.content(file, to: target, options: options)
            }
        }
        guard path == nil else {
            let size = ByteCount.formatted(Int64(saved.bytes))
            console.notice(TerminalText.line("waiter: saved \(target) (\(size))"))
            return .complete
        }
        try await Interrupts.cancelling { try print(target, console) }
        return .complete
    }

    private func print(_ path: String, _ console: Console) throws {
        guard console.output.isTerminal else {
            return try ByteSource(path: path).read(onSilence: {}) { piece, _ in
                try BinaryOutput.write(piece, to: console)
            }
        }
        guard let bytes = try? TextFile.read(path)?.bytes, let text = try? DecodedText(bytes).text else {
            return try BinaryOutput.check(console, orSaveWith: "-o <path>")
        }
        try console.writeForeign(text)
    }
}
