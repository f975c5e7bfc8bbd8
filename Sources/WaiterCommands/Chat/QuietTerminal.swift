#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A terminal that does not show what is typed while an answer comes, which would tear it apart; Ctrl-C still is a signal.
///
/// What is typed meanwhile waits for the next prompt, with Enter as the carriage return that the editor expects.
struct QuietTerminal {
    private let terminal: Int32
    private let saved: termios?

    /// - Parameter terminal: The descriptor; nil, or what is no terminal, for nothing to happen.
    init(_ terminal: Int32?) {
        self.terminal = terminal ?? -1
        var settings = termios()
        guard let terminal, tcgetattr(terminal, &settings) == 0 else {
            saved = nil
            return
        }
        saved = settings
        settings.c_lflag &= ~tcflag_t(ECHO | ICANON)
        settings.c_iflag &= ~tcflag_t(ICRNL)
        withUnsafeMutableBytes(of: &settings.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        tcsetattr(terminal, TCSANOW, &settings)
    }

    /// Makes the terminal what it was.
    func restore() {
        guard var settings = saved else { return }
        while tcsetattr(terminal, TCSANOW, &settings) != 0, errno == EINTR {}
    }
}
