internal import WaiterPlatform

/// Standard output or standard error: every write is checked, since an answer lost to a full disk is a lie at exit 0.
package struct StandardStream: Sendable {
    package let descriptor: Int32
    package let isTerminal: Bool
    /// Whether what is written is shown by a pager later, which takes colours but no moved cursor.
    package let isPaged: Bool
    /// The descriptor of the terminal whose size counts.
    private let screen: Int32

    package static let output = StandardStream(descriptor: STDOUT_FILENO)
    package static let error = StandardStream(descriptor: STDERR_FILENO)

    package init(descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
        isPaged = false
        screen = descriptor
    }

    /// A file whose content a pager shows on a terminal afterwards.
    package init(descriptor: Int32, pagedOn terminal: StandardStream) {
        self.descriptor = descriptor
        (isTerminal, isPaged, screen) = (true, true, terminal.descriptor)
    }

    /// How many columns and rows the terminal has; 80 and 24 when it does not tell.
    package var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(screen, UInt(TIOCGWINSZ), &size) == 0 else { return (80, 24) }
        return (size.ws_col > 0 ? Int(size.ws_col) : 80, size.ws_row > 0 ? Int(size.ws_row) : 24)
    }

    /// Writes a line of a terminal anew, cut to its width: a line that wraps could not be taken away again.
    package func rewriteLine(_ text: String) {
        try? write("\r\u{1B}[2K\(TerminalText.line(text, columns: size.columns - 1))".utf8)
    }

    /// Opens the standard descriptors that the process was started without, so that no socket takes their numbers and
    /// with them the answer.
    ///
    /// - Returns: Whether standard output was there.
    package static func openMissing() -> Bool {
        var hasOutput = true
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            if descriptor == STDOUT_FILENO { hasOutput = false }
            // The lowest free number is the missing one.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY)
        }
        return hasOutput
    }

    package enum Failure: Error, Hashable {
        /// The reader has gone, as `head` does: no error to speak of.
        case closedByReader
        /// The bytes could not be written; the system's error number says why.
        case failed(Int32)
        /// The task was cancelled while a reader that does not read kept the write waiting.
        case cancelled
    }

    /// Writes all bytes.
    ///
    /// A reader that stops reading cannot make this hang: a cancelled task gives up.
    package func write(_ bytes: some Sequence<UInt8>) throws(Failure) {
        let bytes = Array(bytes)
        var written = 0
        while written < bytes.count {
            try waitUntilWritable()
            // A pipe that is said to have room takes this much without waiting.
            let length = min(bytes.count - written, Int(PIPE_BUF))
            let count = bytes.withUnsafeBytes { raw in
                WaiterPlatform.write(descriptor, raw.baseAddress.unsafelyUnwrapped + written, length)
            }
            if count >= 0 {
                written += count
                continue
            }
            switch errno {
            case EINTR, EAGAIN: continue
            case EPIPE: throw .closedByReader
            default: throw .failed(errno)
            }
        }
    }

    private func waitUntilWritable() throws(Failure) {
        var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        while poll(&poller, 1, 100) == 0 {
            if Task.isCancelled { throw .cancelled }
        }
    }
}
