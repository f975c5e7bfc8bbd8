internal import Synchronization
internal import WaiterPlatform

/// The saved mode of the process's terminal and whether echo is off.
package enum TerminalMode {
    private struct Saved {
        var terminal: Int32
        var settings: termios
    }

    private struct Quiet {
        var terminal: Int32
        var reader: QuietTerminal.Reader
        /// The original settings. The value is `nil` until the settings have been changed. The settings can be changed
        /// only while the process is in the foreground.
        var original: termios?
        /// The number of unbalanced `enter` calls.
        var depth = 1
    }

    /// The saved mode of the controlling terminal. A process has at most one such terminal.
    private static let saved = Mutex<Saved?>(nil)
    private static let quiet = Mutex<Quiet?>(nil)

    /// Saves the mode of a terminal before it is changed.
    ///
    /// - Returns: Whether a mode was saved.
    package static func save(_ terminal: Int32) -> Bool {
        var settings = termios()
        guard tcgetattr(terminal, &settings) == 0 else { return false }
        let mode = Saved(terminal: terminal, settings: settings)
        saved.withLock { $0 = mode }
        return true
    }

    /// Restores and discards the saved mode. This method does nothing if no mode is saved.
    package static func restore() {
        let mode = saved.withLock { saved in
            defer { saved = nil }
            return saved
        }
        quiet.withLock { quiet in
            if let ended = quiet { putBack(ended) }
            quiet = nil
        }
        guard let mode else { return }
        set(mode.terminal, mode.settings)
    }

    // MARK: Quiet

    static func enter(_ terminal: Int32, _ reader: QuietTerminal.Reader) {
        JobControl.follow()
        quiet.withLock { quiet in
            guard quiet == nil else {
                quiet?.depth += 1
                return
            }
            var entered = Quiet(terminal: terminal, reader: reader)
            makeQuiet(&entered)
            quiet = entered
        }
    }

    static func leave() {
        quiet.withLock { quiet in
            guard let left = quiet else { return }
            if left.depth > 1 {
                quiet?.depth -= 1
            } else {
                putBack(left)
                quiet = nil
            }
        }
    }

    /// Restores the original mode. Call this method before the process is stopped, and before the process reads a
    /// line with the terminal's own line editing.
    package static func pause() {
        quiet.withLock { quiet in
            if let quiet { putBack(quiet) }
        }
    }

    /// Turns echo off again after `pause()`, if echo was off before the pause.
    package static func resume() {
        quiet.withLock { quiet in
            guard var resumed = quiet else { return }
            makeQuiet(&resumed)
            quiet = resumed
        }
    }

    private static func makeQuiet(_ quiet: inout Quiet) {
        guard isForeground(quiet.terminal) else { return }
        var settings = termios()
        guard tcgetattr(quiet.terminal, &settings) == 0 else { return }
        // A shell may have restored the mode that was set when the process was stopped.
        if quiet.original == nil || settings.c_lflag & tcflag_t(ECHO) != 0 { quiet.original = settings }
        settings.c_lflag &= ~tcflag_t(ECHO)
        if quiet.reader == .prompt {
            settings.c_lflag &= ~tcflag_t(ICANON)
            settings.c_iflag &= ~tcflag_t(ICRNL)
            withUnsafeMutableBytes(of: &settings.c_cc) { characters in
                characters[Int(VMIN)] = 1
                characters[Int(VTIME)] = 0
            }
        }
        set(quiet.terminal, settings)
    }

    private static func putBack(_ quiet: Quiet) {
        guard let original = quiet.original, isForeground(quiet.terminal) else { return }
        set(quiet.terminal, original)
    }

    /// Returns whether the process may change the terminal. While the process is in the background, the shell owns
    /// the terminal, and `tcsetattr` would stop the process.
    private static func isForeground(_ terminal: Int32) -> Bool {
        let group = tcgetpgrp(terminal)
        return group < 0 || group == getpgrp()
    }

    private static func set(_ terminal: Int32, _ settings: termios) {
        var settings = settings
        // `TCSANOW` neither discards typed-ahead input nor waits for a terminal whose output is blocked.
        while tcsetattr(terminal, TCSANOW, &settings) != 0, errno == EINTR {}
    }
}
