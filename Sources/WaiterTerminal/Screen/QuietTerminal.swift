internal import WaiterPlatform

/// A terminal whose echo is off while output is being painted. Ctrl-C and Ctrl-Z still send signals.
///
/// Typed-ahead input stays available to the next reader. While the process is stopped, the original mode is restored.
/// Echo is turned off again when the process resumes in the foreground.
package struct QuietTerminal: Sendable {
    /// The consumer of typed-ahead input.
    package enum Reader: Sendable {
        /// The shell, after this process has exited.
        case shell
        /// The next prompt of this process. The prompt reads key by key and expects Enter to arrive as a carriage
        /// return.
        case prompt
    }

    private let terminal: Int32?
    private let reader: Reader

    /// Creates a quiet terminal.
    ///
    /// - Parameters:
    ///   - terminal: The file descriptor. If the descriptor is `nil` or is not a terminal, all methods do nothing.
    ///   - reader: The consumer of typed-ahead input.
    package init(_ terminal: Int32?, for reader: Reader) {
        (self.terminal, self.reader) = (terminal, reader)
    }

    /// Turns echo off. Each call must be balanced by a call to `restore()`.
    package func enter() {
        if let terminal { TerminalMode.enter(terminal, reader) }
    }

    /// Restores the original mode.
    package func restore() {
        if terminal != nil { TerminalMode.leave() }
    }
}
