package import WaiterTerminal

/// What a command is given by the process: environment, streams and clocks.
package struct CommandContext: Sendable {
    package var environment: [String: String]
    package var console: Console
    package var clock: CommandClock

    package init(environment: [String: String], console: Console, clock: CommandClock = .system) {
        self.environment = environment
        self.console = console
        self.clock = clock
    }

    /// Whether nothing that is said is to be written down.
    package var forbidsRecording: Bool {
        environment["WAITER_NO_LOG"].map { !$0.isEmpty && $0 != "0" } ?? false
    }

    package func directories() throws -> Directories {
        try Directories(environment: environment)
    }
}
