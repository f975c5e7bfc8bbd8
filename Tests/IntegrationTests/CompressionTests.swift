import Testing
import Waiter
import WaiterTestSupport

@Suite("Compressed answers", .timeLimit(.minutes(1)))
struct CompressionTests {
    /// `{"object":"list","data":[]}` as `gzip -n` writes it.
    private static let gzip: [UInt8] =
        [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x01, 0x1B, 0x00, 0xE4, 0xFF,
        ] + Array(#"{"object":"list","data":[]}"#.utf8) + crcAndLength

    private static let crcAndLength: [UInt8] = trailer(of: Array(#"{"object":"list","data":[]}"#.utf8))

    private static func trailer(of bytes: [UInt8]) -> [UInt8] {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        let count = UInt32(bytes.count)
        return [~crc, count].flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
    }

    private func response(_ body: [UInt8]) -> [FaultServer.Step] {
        [
            .text(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: \(body.count)\r\n\r\n"
            ),
            .bytes(body),
        ]
    }

    @Test("A compressed answer is asked for and read")
    func good() async throws {
        let server = try FaultServer { [response] _, _ in response(Self.gzip) }
        #expect(try await makeClient(server).models.list().data.isEmpty)
        #expect(server.requests[0].headers["accept-encoding"] == "gzip, deflate")
    }

    @Test("One that is cut or broken is an error")
    func broken() async throws {
        for body in [Array(Self.gzip.prefix(20)), [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], Array("{}".utf8)] {
            let server = try FaultServer { [response] _, _ in response(body) }
            let error = await failure(try makeClient(server))
            #expect([.connection, .invalidResponse].contains(error?.code), "\(String(describing: error))")
        }
    }

    @Test("A bomb is refused before it fills the memory")
    func bomb() async throws {
        // Blocks of deflate that repeat one zero byte 258 times per code: about 1000 to 1.
        let server = try FaultServer { [response] _, _ in response(Self.bombBytes) }
        let client = try makeClient(server) { $0.limits.responseBytes = 1 << 20 }
        let error = await failure(client)
        #expect(error?.code == .responseTooLarge, "\(String(describing: error))")
    }

    /// Fixed Huffman codes: a literal zero, then 80,000 copies of length 258 and distance 1 (20 MB).
    private static let bombBytes: [UInt8] = {
        var bits = BitWriter()
        bits.write(1, 1)
        bits.write(1, 2)
        bits.writeCode(0b0011_0000, 8)
        for _ in 0..<80_000 {
            bits.writeCode(0b1100_0101, 8)
            bits.writeCode(0, 5)
        }
        bits.writeCode(0, 7)
        return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + bits.bytes + [0, 0, 0, 0, 0, 0, 0, 0]
    }()

    private struct BitWriter {
        var bytes: [UInt8] = []
        private var used = 8

        mutating func write(_ value: Int, _ count: Int) {
            for bit in 0..<count {
                if used == 8 {
                    bytes.append(0)
                    used = 0
                }
                bytes[bytes.count - 1] |= UInt8((value >> bit) & 1) << UInt8(used)
                used += 1
            }
        }

        /// Codes are written from their highest bit on.
        mutating func writeCode(_ code: Int, _ count: Int) {
            for bit in (0..<count).reversed() { write((code >> bit) & 1, 1) }
        }
    }
}
