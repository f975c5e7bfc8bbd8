internal import WaiterPlatform

/// A terminal that does not show what is typed between two prompts, which would tear an answer apart; Ctrl-C still is a
/// signal.
///
/// What is typed meanwhile waits for the next prompt, with Enter as the carriage return that the editor expects.
struct QuietTerminal: Sendable {
    private let terminal: Int32
    private let original: termios?

    /// Notes how a terminal is.
    ///
    /// - Parameter terminal: The descriptor; nil, or what is no terminal, for nothing to happen.
    init(_ terminal: Int32?) {
        self.terminal = terminal ?? -1
        var settings = termios()
        original = terminal.map { tcgetattr($0, &settings) == 0 } == true ? settings : nil
    }

    /// Makes the terminal quiet.
    func enter() {
        guard var settings = original else { return }
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON)
        settings.c_iflag &= ~tcflag_t(ICRNL)
        withUnsafeMutableBytes(of: &settings.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        set(settings)
    }

    /// Makes the terminal what it was.
    func restore() {
        if let original { set(original) }
    }

    private func set(_ settings: termios) {
        var settings = settings
        while tcsetattr(terminal, TCSANOW, &settings) != 0, errno == EINTR {}
    }
}
