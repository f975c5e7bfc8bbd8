/// Socket calls whose constants or flags differ between platforms.
package enum SocketCall {
    /// The type of a stream socket, as an integer that can be passed to `socket`. In Glibc, the constant is imported as
    /// an enumeration.
    package static var streamType: Int32 {
        #if canImport(Glibc)
            return Int32(SOCK_STREAM.rawValue)
        #else
            return SOCK_STREAM
        #endif
    }

    /// Creates a TCP socket that child processes do not inherit and that never raises `SIGPIPE`. On failure, this
    /// function returns -1 and sets `errno`.
    package static func makeTCPSocket() -> Int32 {
        #if canImport(Glibc)
            let flag = Int32(SOCK_CLOEXEC.rawValue)
        #elseif canImport(Musl)
            let flag = SOCK_CLOEXEC
        #else
            let flag: Int32 = 0
        #endif
        let descriptor = socket(AF_INET, streamType | flag, 0)
        if descriptor >= 0 { prepare(descriptor) }
        return descriptor
    }

    /// Marks a socket as close-on-exec and prevents writes to the socket from raising `SIGPIPE`.
    package static func prepare(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        #if canImport(Darwin)
            var on: Int32 = 1
            setsockopt(descriptor, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    /// Sends bytes on a prepared socket without raising `SIGPIPE` and returns the number of bytes sent. On failure,
    /// this function returns -1 and sets `errno`.
    package static func send(_ bytes: UnsafeRawBufferPointer, on descriptor: Int32) -> Int {
        #if canImport(Darwin)
            let flags: Int32 = 0
        #else
            let flags = Int32(MSG_NOSIGNAL)
        #endif
        return WaiterPlatform.send(descriptor, bytes.baseAddress, bytes.count, flags)
    }

    /// Calls a closure with the address of a port on 127.0.0.1.
    package static func withLoopbackAddress<Result>(
        port: UInt16,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        #if canImport(Darwin)
            address.sin_len = UInt8(MemoryLayout<sockaddr_in>.size)
        #endif
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// Returns the local port of an IPv4 socket, or `nil` if the port cannot be determined.
    package static func port(of descriptor: Int32) -> Int? {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        return result == 0 ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }
}
