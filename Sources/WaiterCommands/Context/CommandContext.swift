internal import Synchronization
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

    private static let hasSpokenOfHome = Atomic(false)

    /// Where files are; without HOME there are none, and that is said once.
    package func directories() -> Directories {
        let directories = Directories(optionalIn: environment)
        if !directories.hasFiles, !Self.hasSpokenOfHome.exchange(true, ordering: .relaxed) {
            console.notice(
                "waiter: HOME is not set: no files are read or written (set it, or WAITER_HOME, to a directory)"
            )
        }
        return directories
    }

    /// The same for commands that are nothing without files.
    ///
    /// - Throws: `CommandFailure` without HOME.
    package func requiredDirectories() throws -> Directories {
        try Directories(environment: environment)
    }
}
