/// An error that occurred while reading from or writing to a terminal, or while reading lines from a pipe.
package enum TerminalError: Error, Hashable, Sendable {
    /// The descriptor is not a terminal, or the terminal was closed.
    case unavailable(errorNumber: Int32)
    /// The input could not be read.
    case unreadable(errorNumber: Int32)
    /// The terminal could not be written to.
    case unwritable
    /// An input line exceeds 256 MiB.
    case lineTooLong(line: Int)
    /// An input line contains invalid UTF-8, starting at the given byte.
    case invalidUTF8(line: Int, byte: Int)
}
