internal import WaiterPlatform

/// A TCP socket on 127.0.0.1 that never blocks and closes itself.
struct LoopbackSocket: ~Copyable {
    let descriptor: Int32

    init?() {
        descriptor = SocketCall.makeTCPSocket()
        guard descriptor >= 0 else { return nil }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Starts to connect; false when the port refused at once.
    borrowing func connect(port: Int) -> Bool {
        let result = SocketCall.withLoopbackAddress(port: UInt16(port)) { address, length in
            WaiterPlatform.connect(descriptor, address, length)
        }
        return result == 0 || errno == EINPROGRESS
    }

    /// Takes a port as a server would; 0 takes any free one. Returns the port taken.
    borrowing func bind(port: Int) -> Int? {
        var on: Int32 = 1
        // Connections of an earlier server that are still winding down do not make a port taken.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let result = SocketCall.withLoopbackAddress(port: UInt16(port)) { address, length in
            WaiterPlatform.bind(descriptor, address, length)
        }
        guard result == 0, listen(descriptor, 1) == 0 else { return nil }
        return SocketCall.port(of: descriptor)
    }

    /// Whether the socket can be read or written now; an error on it counts, as the next call reports it.
    borrowing func isReady(toWrite: Bool) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(toWrite ? POLLOUT : POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    borrowing func send(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBytes { SocketCall.send($0, on: descriptor) }
    }

    /// The next bytes; empty at the end, nil on an error.
    borrowing func receive() -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: 16_384)
        let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { return nil }
        return Array(chunk[..<count])
    }
}
