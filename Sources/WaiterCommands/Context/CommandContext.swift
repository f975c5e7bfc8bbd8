internal import Synchronization
package import WaiterTerminal

/// The environment, streams and clock of a command.
package struct CommandContext: Sendable {
    package var environment: [String: String]
    package var console: Console
    package var clock: CommandClock

    package init(environment: [String: String], console: Console, clock: CommandClock = .system) {
        self.environment = environment
        self.console = console
        self.clock = clock
    }

    /// Whether recording is disabled.
    package var forbidsRecording: Bool {
        environment["WAITER_NO_LOG"].map { !$0.isEmpty && $0 != "0" } ?? false
    }

    private static let hasSpokenOfHome = Atomic(false)

    /// Returns the directories for files.
    ///
    /// If HOME is not set, no directories are available, and a notice is printed once.
    package func directories() -> Directories {
        let directories = Directories(optionalIn: environment)
        if !directories.hasFiles, !Self.hasSpokenOfHome.exchange(true, ordering: .relaxed) {
            console.notice(
                "waiter: HOME is not set, so no files are read or written; set HOME or WAITER_HOME to a directory"
            )
        }
        return directories
    }

    /// Returns the directories, for commands that cannot work without files.
    ///
    /// - Throws: `CommandFailure` if HOME is not set.
    package func requiredDirectories() throws -> Directories {
        try Directories(environment: environment)
    }
}
