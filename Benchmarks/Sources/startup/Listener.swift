#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// A server that rejects requests, one at a time. The rejection makes the client program exit.
struct Listener {
    private let descriptor: Int32
    let port: UInt16

    init?() {
        #if canImport(Glibc)
            descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(socket, generic, length) == 0 && listen(socket, 16) == 0
                    && getsockname(socket, generic, &length) == 0
            }
        }
        guard isBound else { return nil }
        port = UInt16(bigEndian: address.sin_port)
    }

    /// Waits up to the given number of seconds for a request, calls `onArrival` when the request is complete, and
    /// answers the request.
    func serveOne(_ onArrival: () -> Double?, within seconds: Int32) -> Double? {
        guard isReadable(descriptor, within: seconds) else { return nil }
        let connection = accept(descriptor, nil, nil)
        defer { close(connection) }
        var request: [UInt8] = []
        while isReadable(connection, within: seconds) {
            var piece = [UInt8](repeating: 0, count: 16 << 10)
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { return nil }
            request += piece[..<count]
            if request.last == UInt8(ascii: "}") { break }
        }
        let measured = onArrival()
        let body = #"{"error":{"message":"no","type":"invalid_request_error","code":null,"param":null}}"#
        let fields = "content-type: application/json\r\ncontent-length: \(body.utf8.count)\r\nconnection: close\r\n"
        let bytes = Array(("HTTP/1.1 400 Bad Request\r\n" + fields + "\r\n" + body).utf8)
        _ = send(connection, bytes, bytes.count, 0)
        return measured
    }

    private func isReadable(_ descriptor: Int32, within seconds: Int32) -> Bool {
        var polled = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&polled, 1, seconds * 1000) > 0
    }
}
