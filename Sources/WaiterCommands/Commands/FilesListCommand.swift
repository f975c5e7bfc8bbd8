package import ArgumentParser
internal import Waiter
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The `files list` command, which lists files on the server.
package struct FilesListCommand: WaiterSubcommand {
    package static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List files on the server, newest first.",
        usage: "waiter files [list] [--purpose <purpose>] [-n <limit>] [options]",
        discussion: """
            Examples:
              waiter files
              waiter files --purpose batch -n 5
            """
    )

    @Option(help: "List only files with this purpose, such as batch, fine-tune or user_data.")
    package var purpose: String?

    @Option(
        name: [.customShort("n"), .customLong("limit")],
        parsing: .unconditional,
        help: "List at most this many files (default: all)."
    )
    package var limit: Int?

    @OptionGroup
    package var output: Output

    @Flag(name: .shortAndLong, help: "Print requests, response headers and timing to standard error, with keys masked.")
    package var verbose = false

    @OptionGroup(title: "Server")
    package var server: ServerFlags

    package init() {}

    package var reportsJSON: Bool { output.json }

    package func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit must be at least 1") }
    }

    package func run(in context: CommandContext) async throws -> ExitStatus {
        let files = try await Interrupts.cancelling {
            try await FileServer.connecting(server.flags(model: nil), isVerbose: verbose, context, "listing files") {
                client in
                var query = FileListQuery()
                query.purpose = purpose.map { FilePurpose(rawValue: $0) }
                query.limit = limit.map { min($0, 10_000) }
                var files: [FileObject] = []
                for try await file in client.files.all(query) {
                    files.append(file)
                    if files.count == limit { break }
                }
                return files
            }
        }
        let console = context.console
        if output.json {
            try Output.write(try .array(files.map(FileServer.json)), to: console)
            return .complete
        }
        if files.isEmpty {
            console.notice("waiter: no files; upload one with: waiter files put <file> --purpose <purpose>")
        }
        let rows = files.map { file in
            [
                file.id, file.purpose.rawValue,
                file.createdAt.map { LogDate.brief(Date(timeIntervalSince1970: Double($0))) } ?? "",
                file.filename, file.bytes.map { ByteCount.formatted(Int64($0)) } ?? "",
            ]
        }
        try console.writeForeign(TextTable.text(rows, leading: 4))
        return .complete
    }
}
