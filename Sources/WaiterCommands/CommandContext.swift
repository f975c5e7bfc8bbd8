/// What a command is given by the process: environment and streams.
package struct CommandContext: Sendable {
    package var environment: [String: String]
    package var console: Console

    package init(environment: [String: String], console: Console) {
        self.environment = environment
        self.console = console
    }

    package func directories() throws -> Directories {
        try Directories(environment: environment)
    }
}
