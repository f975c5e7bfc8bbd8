internal import WaiterPlatform

/// Reads a descriptor without ever waiting longer than told.
struct DescriptorInput: Sendable {
    enum Outcome: Equatable {
        case bytes([UInt8])
        /// Nothing came in time.
        case nothing
        /// There will be no more, since the file or the terminal has ended.
        case end
    }

    let descriptor: Int32

    /// Whether a read would not wait.
    func isReadable(within milliseconds: Int32) -> Bool {
        var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&poller, 1, milliseconds) > 0
    }

    /// What there is, or what comes in time.
    ///
    /// - Throws: `TerminalError` when it cannot be read.
    func read(within milliseconds: Int32, limit: Int = 65_536) throws -> Outcome {
        guard isReadable(within: milliseconds) else { return .nothing }
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = WaiterPlatform.read(descriptor, &buffer, buffer.count)
        if count > 0 { return .bytes(Array(buffer[..<count])) }
        if count == 0 { return .end }
        switch errno {
        case EINTR, EAGAIN: return .nothing
        // A terminal that was closed; a descriptor that was never open.
        case EIO, EBADF: return .end
        default: throw TerminalError.unreadable(errorNumber: errno)
        }
    }
}
