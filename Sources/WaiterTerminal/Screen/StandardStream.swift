internal import WaiterPlatform

/// Standard output or standard error. Every write is checked. For example, if part of an answer is lost because the
/// disk is full, a failure is reported.
package struct StandardStream: Sendable {
    package let descriptor: Int32
    package let isTerminal: Bool
    /// Whether the output will be shown by a pager, which supports colors but not cursor movement.
    package let isPaged: Bool
    /// The descriptor of the terminal whose size is used.
    private let screen: Int32

    package static let output = StandardStream(descriptor: STDOUT_FILENO)
    package static let error = StandardStream(descriptor: STDERR_FILENO)

    package init(descriptor: Int32) {
        self.descriptor = descriptor
        isTerminal = isatty(descriptor) == 1
        isPaged = false
        screen = descriptor
    }

    /// Creates a stream to a file that a pager then displays on a terminal.
    package init(descriptor: Int32, pagedOn terminal: StandardStream) {
        self.descriptor = descriptor
        (isTerminal, isPaged, screen) = (true, true, terminal.descriptor)
    }

    /// The size of the terminal, or 80 by 24 if the size is unknown.
    package var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard ioctl(screen, UInt(TIOCGWINSZ), &size) == 0 else { return (80, 24) }
        return (size.ws_col > 0 ? Int(size.ws_col) : 80, size.ws_row > 0 ? Int(size.ws_row) : 24)
    }

    /// Rewrites the current terminal line. The text is truncated to the width of the terminal, because a wrapped line
    /// could not be erased.
    package func rewriteLine(_ text: String) {
        try? write("\r\u{1B}[2K\(TerminalText.line(text, columns: size.columns - 1))".utf8)
    }

    /// Opens `/dev/null` for standard descriptors that are closed at startup. Otherwise, a socket could be assigned
    /// one of these descriptors and receive the answer.
    ///
    /// - Returns: Whether standard output was open.
    package static func openMissing() -> Bool {
        var hasOutput = true
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            if descriptor == STDOUT_FILENO { hasOutput = false }
            // `open` returns the lowest free descriptor, which is the one that was closed.
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_RDONLY : O_WRONLY)
        }
        return hasOutput
    }

    package enum Failure: Error, Hashable {
        /// The reader closed the pipe, as `head` does. This failure is not reported as an error.
        case closedByReader
        /// The write failed with the given `errno`.
        case failed(Int32)
        /// The task was cancelled while the reader was blocking the write.
        case cancelled
    }

    /// Writes all bytes.
    ///
    /// If the reader stops reading, the write blocks until the task is cancelled.
    package func write(_ bytes: some Sequence<UInt8>) throws(Failure) {
        let bytes = Array(bytes)
        var written = 0
        while written < bytes.count {
            try waitUntilWritable()
            // A pipe that `poll` reports as writable accepts `PIPE_BUF` bytes without blocking.
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
