internal import WaiterPlatform

/// A terminal that does not show what is typed while something is painted on it; Ctrl-C and Ctrl-Z still are signals.
///
/// What is typed waits for whoever reads next. The terminal is what it was while the process is stopped, and quiet again
/// when it goes on in the foreground.
package struct QuietTerminal: Sendable {
    /// Who reads what is typed meanwhile.
    package enum Reader: Sendable {
        /// The shell, after this process has ended.
        case shell
        /// The next prompt of this process, which takes key by key, with Enter as a carriage return.
        case prompt
    }

    private let terminal: Int32?
    private let reader: Reader

    /// - Parameter terminal: The descriptor; nil, or what is no terminal, for nothing to happen.
    package init(_ terminal: Int32?, for reader: Reader) {
        (self.terminal, self.reader) = (terminal, reader)
    }

    /// Makes the terminal quiet, until as many calls of `restore()`.
    package func enter() {
        if let terminal { TerminalMode.enter(terminal, reader) }
    }

    /// Makes the terminal what it was.
    package func restore() {
        if terminal != nil { TerminalMode.leave() }
    }
}
