internal import WaiterPlatform

/// A non-blocking TCP socket on 127.0.0.1 that closes itself.
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

    /// Starts connecting. Returns `false` if the connection is refused immediately.
    borrowing func connect(port: Int) -> Bool {
        let result = SocketCall.withLoopbackAddress(port: UInt16(port)) { address, length in
            WaiterPlatform.connect(descriptor, address, length)
        }
        return result == 0 || errno == EINPROGRESS
    }

    /// Binds to a port, or to any free port if `port` is 0, and listens on it. Returns the port, or `nil` if it is in use.
    borrowing func bind(port: Int) -> Int? {
        var on: Int32 = 1
        // Connections in TIME_WAIT from an earlier server do not make the port unavailable.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let result = SocketCall.withLoopbackAddress(port: UInt16(port)) { address, length in
            WaiterPlatform.bind(descriptor, address, length)
        }
        guard result == 0, listen(descriptor, 1) == 0 else { return nil }
        return SocketCall.port(of: descriptor)
    }

    /// Returns whether the socket is currently readable or writable.
    ///
    /// An error also counts as readiness, because the next call reports it.
    borrowing func isReady(toWrite: Bool) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(toWrite ? POLLOUT : POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    /// Whether a connection has been established. If not, the attempt is still in progress or has failed.
    var isConnected: Bool {
        var (error, length) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0
    }

    borrowing func send(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.withUnsafeBytes { SocketCall.send($0, on: descriptor) }
    }

    /// Receives the next bytes. Returns an empty array at the end of the data, or `nil` if an error occurs.
    borrowing func receive() -> [UInt8]? {
        var chunk = [UInt8](repeating: 0, count: 16_384)
        let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { return nil }
        return Array(chunk[..<count])
    }
}
