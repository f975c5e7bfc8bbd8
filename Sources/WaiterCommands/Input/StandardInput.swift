internal import WaiterPlatform
internal import WaiterTerminal

/// Reads standard input.
package enum StandardInput {
    package static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// The maximum size in bytes.
    static let limit = 256 << 20

    /// Reads all of standard input. Returns an empty array if standard input is closed.
    ///
    /// - Parameters:
    ///   - clock: The clock that measures the wait for input.
    ///   - onSilence: A closure called once after two seconds without input.
    /// - Returns: The bytes.
    /// - Throws: `CommandFailure` if standard input cannot be read or is larger than 256 MiB, or `CancellationError` if
    ///   the task is cancelled, even while waiting for input.
    package static func readAll(clock: CommandClock = .system, onSilence: () -> Void) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        var silence = SilenceNotice(clock)
        while true {
            while !hasInput(within: 100) { try silence.wait(onSilence) }
            let count = read(STDIN_FILENO, &buffer, buffer.count)
            if count > 0 {
                bytes += buffer[..<count]
                if bytes.count > limit { throw CommandFailure.usage("standard input is larger than 256 MiB") }
                continue
            }
            if count == 0 { return bytes }
            switch errno {
            case EINTR, EAGAIN: continue
            case EBADF: return bytes
            default: throw CommandFailure.usage("cannot read standard input (\(systemMessage(errno)))")
            }
        }
    }

    private static func hasInput(within milliseconds: Int32) -> Bool {
        var poller = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        return poll(&poller, 1, milliseconds) != 0
    }
}
