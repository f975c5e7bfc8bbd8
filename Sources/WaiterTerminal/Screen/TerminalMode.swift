internal import Synchronization
internal import WaiterPlatform

/// The mode that a terminal had before it was changed, kept for the case that the process ends at once.
package enum TerminalMode {
    private struct Saved {
        var terminal: Int32
        var settings: termios
    }

    /// One for the process, as the terminal is.
    private static let saved = Mutex<Saved?>(nil)

    /// Notes the mode of a terminal that is going to be changed.
    ///
    /// - Returns: Whether there is a mode to return to.
    package static func save(_ terminal: Int32) -> Bool {
        var settings = termios()
        guard tcgetattr(terminal, &settings) == 0 else { return false }
        let mode = Saved(terminal: terminal, settings: settings)
        saved.withLock { $0 = mode }
        return true
    }

    /// Gives the terminal the mode that it had; nothing happens when it has it already.
    package static func restore() {
        let mode = saved.withLock { saved in
            defer { saved = nil }
            return saved
        }
        guard var mode else { return }
        tcsetattr(mode.terminal, TCSANOW, &mode.settings)
    }
}
