internal import WaiterPlatform

/// A file descriptor that is read with a timeout.
struct DescriptorInput: Sendable {
    enum Outcome: Equatable {
        case bytes([UInt8])
        /// No data was received before the timeout.
        case nothing
        /// The end of the file was reached, or the terminal was closed.
        case end
    }

    let descriptor: Int32

    /// Returns whether data arrives, or the end of the file is reached, before the timeout.
    func isReadable(within milliseconds: Int32) -> Bool {
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&poller, 1, milliseconds) > 0
    }

    /// Reads the available bytes, waiting for at most the given time.
    ///
    /// - Throws: `TerminalError.unreadable` if the read fails.
    func read(within milliseconds: Int32, limit: Int = 65_536) throws -> Outcome {
        guard isReadable(within: milliseconds) else { return .nothing }
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = WaiterPlatform.read(descriptor, &buffer, buffer.count)
        if count > 0 { return .bytes(Array(buffer[..<count])) }
        if count == 0 { return .end }
        switch errno {
        case EINTR, EAGAIN: return .nothing
        // `EIO` means that the terminal was closed, and `EBADF` means that the descriptor was never open.
        case EIO, EBADF: return .end
        default: throw TerminalError.unreadable(errorNumber: errno)
        }
    }
}
