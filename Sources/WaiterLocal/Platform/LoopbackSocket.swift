internal import WaiterPlatform

/// A non-blocking TCP socket on 127.0.0.1. It is closed when the value is destroyed.
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

    /// Starts to connect to a port. Returns `false` if the connection is refused immediately.
    borrowing func connect(port: Int) -> Bool {
        let result = SocketCall.withLoopbackAddress(port: UInt16(port)) { address, length in
            WaiterPlatform.connect(descriptor, address, length)
        }
        return result == 0 || errno == EINPROGRESS
    }

    /// Binds the socket to a port and listens on that port. If `port` is 0, any free port is used. Returns the port, or
    /// `nil` if the port is in use.
    borrowing func bind(port: Int) -> Int? {
        var on: Int32 = 1
        // With this option, the port is available even if an earlier server's connections are still in the TIME_WAIT
        // state.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        let result = SocketCall.withLoopbackAddress(port: UInt16(port)) { address, length in
            WaiterPlatform.bind(descriptor, address, length)
        }
        guard result == 0, listen(descriptor, 1) == 0 else { return nil }
        return SocketCall.port(of: descriptor)
    }

    /// Returns whether the socket is currently readable or writable.
    ///
    /// A socket on which an error has occurred also counts as ready, and the next call reports the error.
    borrowing func isReady(toWrite: Bool) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(toWrite ? POLLOUT : POLLIN), revents: 0)
        return poll(&entry, 1, 0) > 0
    }

    /// Whether a connection has been established. If the value is `false`, the connection is still being established or
    /// has failed.
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
