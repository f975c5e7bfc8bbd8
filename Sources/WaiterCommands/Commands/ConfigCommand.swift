package import ArgumentParser

/// The `config` command, which groups the commands for configuration and file locations.
package struct ConfigCommand: ParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show the configuration and the locations of waiter's files.",
        discussion: """
            Edit the config file yourself; waiter only reads it.

            Examples:
              waiter config show
              waiter config profiles
              $EDITOR "$(waiter config path config)"
            """,
        subcommands: [ConfigShowCommand.self, ConfigProfilesCommand.self, ConfigPathCommand.self]
    )

    package init() {}
}
