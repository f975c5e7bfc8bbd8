package import ArgumentParser

/// The `config` command, which groups commands about configuration and file locations.
package struct ConfigCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Shows what is configured, and where the files lie.",
        discussion: """
            The config file is yours to write; Waiter only reads it.

            Examples:
              waiter config show
              $EDITOR "$(waiter config path config)"
            """,
        subcommands: [ConfigShowCommand.self, ConfigPathCommand.self]
    )

    package init() {}
}
