internal import WaiterPlatform

/// Blocking socket and descriptor operations for test servers and test commands.
package enum Socket {
    static func listenOnLoopback() throws -> (listener: Int32, port: Int) {
        let (descriptor, port) = try bindOnLoopback()
        guard listen(descriptor, 1024) == 0 else { throw SocketError(call: "listen") }
        return (descriptor, port)
    }

    /// Binds a free loopback port without listening.
    static func bindOnLoopback() throws -> (descriptor: Int32, port: Int) {
        // A command that a test starts must not keep the port open, so child processes do not inherit the socket.
        let descriptor = SocketCall.makeTCPSocket()
        guard descriptor >= 0 else { throw SocketError(call: "socket") }
        let result = SocketCall.withLoopbackAddress(port: 0) { bind(descriptor, $0, $1) }
        guard result == 0, let port = SocketCall.port(of: descriptor) else { throw SocketError(call: "bind") }
        return (descriptor, port)
    }

    static func accept(_ listener: Int32) -> Int32? {
        while true {
            let connection = WaiterPlatform.accept(listener, nil, nil)
            if connection >= 0 {
                SocketCall.prepare(connection)
                var on: Int32 = 1
                setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
                return connection
            }
            if errno != EINTR && errno != ECONNABORTED {
                close(listener)
                return nil
            }
        }
    }

    /// Writes all bytes. Returns `false` if the connection is broken.
    static func write(_ bytes: ArraySlice<UInt8>, to connection: Int32) -> Bool {
        bytes.withUnsafeBytes { buffer in
            var rest = buffer[...]
            while !rest.isEmpty {
                let count = SocketCall.send(UnsafeRawBufferPointer(rebasing: rest), on: connection)
                if count < 0, errno == EINTR { continue }
                if count <= 0 { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }

    /// Reads available bytes. Returns 0 if the data has ended or the connection is broken.
    static func read(_ connection: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let count = recv(connection, buffer.baseAddress, buffer.count, 0)
            if count < 0, errno == EINTR { continue }
            return max(0, count)
        }
    }

    /// Reads and discards bytes until the connection is closed.
    static func drain(_ connection: Int32) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while buffer.withUnsafeMutableBytes({ read(connection, into: $0) }) > 0 {}
    }

    /// Reads available bytes from a pipe or terminal. Returns `nil` if the data has ended.
    package static func readFile(_ descriptor: Int32) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = WaiterPlatform.read(descriptor, &buffer, buffer.count)
            if count > 0 { return Array(buffer[..<count]) }
            // When the other side of a terminal is closed, reading fails.
            if count < 0, errno == EINTR { continue }
            return nil
        }
    }

    /// Writes to a pipe until all bytes are written or the reader closes the pipe.
    package static func writeFile(_ bytes: [UInt8], to descriptor: Int32) {
        signal(SIGPIPE, SIG_IGN)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { WaiterPlatform.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { return }
            rest = rest.dropFirst(count)
        }
    }

    static func makeCloseReset(_ connection: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
    }

    static func shutDown(_ descriptor: Int32) { shutdown(descriptor, Int32(SHUT_RDWR)) }

    static func shutDownWriting(_ descriptor: Int32) { shutdown(descriptor, Int32(SHUT_WR)) }

    package static func close(_ descriptor: Int32) { _ = WaiterPlatform.close(descriptor) }
}
