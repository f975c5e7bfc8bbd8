internal import WaiterPlatform

/// A terminal that hands over each key at once and shows nothing by itself, and how it was before.
struct RawMode: Sendable {
    private let descriptor: Int32
    private let saved: termios

    private static let inputFlags = tcflag_t(ICRNL | INLCR | IGNCR | IXON | BRKINT | INPCK | ISTRIP)
    private static let localFlags = tcflag_t(ICANON | ECHO | ISIG | IEXTEN)

    /// Notes how a terminal is.
    ///
    /// - Throws: `TerminalError` when it is none.
    init(descriptor: Int32) throws {
        self.descriptor = descriptor
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { throw Self.failure() }
        saved = settings
    }

    /// Whether the terminal is as `enter()` made it; a shell that resumes a program may have changed it.
    var isEntered: Bool {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return true }
        return settings.c_lflag & Self.localFlags == 0 && settings.c_iflag & Self.inputFlags == 0
    }

    /// - Throws: `TerminalError` when the terminal has gone.
    func enter() throws {
        var settings = saved
        settings.c_iflag &= ~Self.inputFlags
        settings.c_lflag &= ~Self.localFlags
        withUnsafeMutableBytes(of: &settings.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        // At once: neither what is typed ahead is lost, nor is a terminal waited for that takes no output.
        while tcsetattr(descriptor, TCSANOW, &settings) != 0 {
            guard errno == EINTR else { throw Self.failure() }
        }
    }

    /// Makes the terminal what it was.
    func restore() {
        var settings = saved
        while tcsetattr(descriptor, TCSANOW, &settings) != 0, errno == EINTR {}
    }

    private static func failure() -> TerminalError {
        .unavailable(errorNumber: errno)
    }
}
