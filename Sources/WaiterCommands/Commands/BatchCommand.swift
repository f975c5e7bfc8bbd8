package import ArgumentParser

/// The `batch` command, which groups the commands for bulk runs.
package struct BatchCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "batch",
        abstract: "Send many requests in a resumable run, with rate limits and a budget.",
        discussion: """
            A run stores each request and its result. If a run is interrupted, repeat the command to resume it; \
            requests that already have a result are not sent again.

            Examples:
              waiter batch run prompts.txt -o answers.jsonl -m gpt-6.1-sol --dry-run
              waiter batch run prompts.txt -o answers.jsonl -m gpt-6.1-sol --budget 5
              waiter batch status --watch
            """,
        subcommands: [
            BatchRunCommand.self, BatchWorkCommand.self, BatchStatusCommand.self, BatchRetryCommand.self,
            BatchExportCommand.self, BatchCancelCommand.self, BatchRemoveCommand.self,
        ]
    )

    package init() {}
}
