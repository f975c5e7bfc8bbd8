package import ArgumentParser

/// The `files` command, which groups the commands for files on the server.
package struct FilesCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "files",
        abstract: "Upload, list, download and delete files on the server.",
        discussion: """
            Examples:
              waiter files
              waiter files put requests.jsonl --purpose batch
              waiter files get file-abc -o answers.jsonl
            """,
        subcommands: [FilesListCommand.self, FilesPutCommand.self, FilesGetCommand.self, FilesRemoveCommand.self],
        defaultSubcommand: FilesListCommand.self
    )

    package init() {}
}
