import Foundation
import WaiterPlatform

/// A blocking connection to a test server.
final class RawClient: Sendable {
    private let descriptor: Int32

    init(port: Int) throws {
        descriptor = SocketCall.makeTCPSocket()
        let result = SocketCall.withLoopbackAddress(port: UInt16(port)) { connect(descriptor, $0, $1) }
        guard result == 0 else { throw FileSystemError("connect", "127.0.0.1:\(port)") }
    }

    deinit {
        close(descriptor)
    }

    /// Sends bytes; returns false if the server has closed the connection.
    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { SocketCall.send($0, on: descriptor) }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Passes received data to a closure until the server closes the connection or the closure returns false.
    func receive(_ body: (UnsafeRawBufferPointer) -> Bool) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
        defer { buffer.deallocate() }
        while true {
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            guard count > 0, body(UnsafeRawBufferPointer(rebasing: buffer[..<count])) else { return }
        }
    }

    /// Returns all data received until the server closes the connection, split into head and body.
    func response() -> (head: String, body: [UInt8]) {
        var bytes: [UInt8] = []
        receive { chunk in
            bytes += chunk
            return true
        }
        let end = bytes.indices.first { bytes[$0...].starts(with: [13, 10, 13, 10]) } ?? bytes.count
        return (String(decoding: bytes[..<end], as: UTF8.self), Array(bytes[min(end + 4, bytes.count)...]))
    }
}
