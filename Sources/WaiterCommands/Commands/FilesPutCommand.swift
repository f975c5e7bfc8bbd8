package import ArgumentParser
internal import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

/// The `files put` command, which uploads a file.
package struct FilesPutCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "put",
        abstract: "Upload a file and print its ID.",
        usage: "waiter files put <file> --purpose <purpose> [options]",
        discussion: """
            Files larger than 512 MB are uploaded in parts, several at a time; --parts does this for a file of any \
            size. If such an upload is interrupted, running the command again sends only the missing parts. If the \
            file has changed, all of it is sent again. OpenAI discards an upload that is not completed within an \
            hour. Each request times out after a day unless --timeout is given.

            Examples:
              waiter files put requests.jsonl --purpose batch
              waiter files put training.jsonl --purpose fine-tune --parts
              waiter files put report.pdf --purpose user_data --expires 3600
            """
    )

    @Argument(help: "The file.", completion: .file())
    package var file: String

    @Option(
        help: """
            The purpose: assistants, batch, evals, fine-tune, user_data, vision, or any other that the server \
            supports.
            """
    )
    package var purpose: String

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Delete the file after this many seconds, from 3600 to 2592000.", valueName: "seconds")
    )
    package var expires: Int?

    @Flag(help: "Upload the file in parts, whatever its size.")
    package var parts = false

    @Option(
        name: .customLong("part-size"),
        parsing: .unconditional,
        help: ArgumentHelp("Upload the file in parts of this size, from 1 to 64 MB (default: 64).", valueName: "MB")
    )
    package var partSize: Int?

    @OptionGroup
    package var output: Output

    @Flag(name: .shortAndLong, help: "Print only errors to standard error.")
    package var quiet = false

    @Flag(name: .shortAndLong, help: "Print requests, response headers and timing to standard error, with keys masked.")
    package var verbose = false

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var reportsJSON: Bool { output.json }
    package var isQuiet: Bool { quiet }

    /// The maximum size of a file that is sent in a single request. This is OpenAI's limit.
    private static let limit = 512_000_000

    package func validate() throws {
        if let expires, !(3600...2_592_000).contains(expires) {
            throw ValidationError("--expires must be between 3600 and 2592000 seconds")
        }
        if let partSize, !(1...64).contains(partSize) {
            throw ValidationError("--part-size must be between 1 and 64 MB")
        }
        if quiet, verbose { throw ValidationError("-q and -v cannot be combined") }
        if purpose.isEmpty { throw ValidationError("--purpose must not be empty") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let size = try Self.size(of: file)
        let console = context.console
        let uploaded = try await Interrupts.cancelling {
            try await FileServer.connecting(server.flags(model: nil), isVerbose: verbose, context, "uploading \(file)")
            { client in
                let progress = TransferNotice("uploading \(file)", console, context.clock)
                let options = FileServer.transferOptions(client, progress)
                defer { progress.end() }
                guard parts || partSize != nil || size > Self.limit else {
                    var upload = FileUpload(.path(file), purpose: FilePurpose(rawValue: purpose))
                    upload.expiresAfter = expires.map { .seconds($0) }
                    return try await client.files.create(upload, options: options)
                }
                var upload = PartedUpload(file, purpose: FilePurpose(rawValue: purpose))
                upload.expiresAfter = expires.map { FileExpiration(seconds: $0) }
                if let partSize { upload.partSize = partSize * 1_000_000 }
                return try await ResumableUpload(upload: upload, client: client, context: context) { line in
                    progress.end()
                    console.notice(TerminalText.line(line))
                }.run(options)
            }
        }
        if output.json {
            try Output.write(try FileServer.json(uploaded), to: console)
        } else {
            try console.writeForeign(TerminalText.line(uploaded.id) + "\n")
        }
        return .complete
    }

    /// Returns the size of a regular file.
    ///
    /// - Throws: `CommandFailure` if the file is not a regular file, because its content could not be resent after a
    ///   failure.
    private static func size(of path: String) throws -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT || errno == ENOTDIR { throw CommandFailure.usage("no such file: \(path)") }
            throw CommandFailure.usage("cannot read \(path) (\(systemMessage(errno)))")
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw CommandFailure.usage("\(path) is not a regular file") }
        guard status.st_size > 0 else { throw CommandFailure.usage("\(path) is empty") }
        return Int(status.st_size)
    }
}
