internal import WaiterPlatform

/// A terminal's raw mode, in which echo and line buffering are off, and the settings to restore afterward.
struct RawMode: Sendable {
    private let descriptor: Int32
    private let saved: termios

    private static let inputFlags = tcflag_t(ICRNL | INLCR | IGNCR | IXON | BRKINT | INPCK | ISTRIP)
    private static let localFlags = tcflag_t(ICANON | ECHO | ISIG | IEXTEN)

    /// Saves the settings of a terminal.
    ///
    /// - Throws: `TerminalError` if the descriptor is not a terminal.
    init(descriptor: Int32) throws {
        self.descriptor = descriptor
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { throw Self.failure() }
        saved = settings
    }

    /// Whether the terminal is still in raw mode. A shell that resumes the process may have reset the mode.
    var isEntered: Bool {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return true }
        return settings.c_lflag & Self.localFlags == 0 && settings.c_iflag & Self.inputFlags == 0
    }

    /// Enters raw mode.
    ///
    /// - Throws: `TerminalError` if the terminal was closed.
    func enter() throws {
        var settings = saved
        settings.c_iflag &= ~Self.inputFlags
        settings.c_lflag &= ~Self.localFlags
        withUnsafeMutableBytes(of: &settings.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        // `TCSANOW` neither discards typed-ahead input nor waits for a terminal whose output is blocked.
        while tcsetattr(descriptor, TCSANOW, &settings) != 0 {
            guard errno == EINTR else { throw Self.failure() }
        }
    }

    /// Restores the saved settings.
    func restore() {
        var settings = saved
        while tcsetattr(descriptor, TCSANOW, &settings) != 0, errno == EINTR {}
    }

    private static func failure() -> TerminalError {
        .unavailable(errorNumber: errno)
    }
}
