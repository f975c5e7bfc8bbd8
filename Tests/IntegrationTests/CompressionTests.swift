import Testing
import Waiter
import WaiterTestSupport

@Suite("Compressed answers", .timeLimit(.minutes(10)))
struct CompressionTests {
    private static let gzip = Gzip.stored(#"{"object":"list","data":[]}"#)

    private func response(_ body: [UInt8]) -> [FaultServer.Step] {
        [
            .text(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: \(body.count)\r\n\r\n"
            ),
            .bytes(body),
        ]
    }

    @Test("A compressed answer is requested and decoded")
    func good() async throws {
        let server = try FaultServer { [response] _, _ in response(Self.gzip) }
        #expect(try await makeClient(server).models.list().data.isEmpty)
        #expect(server.requests[0].headers["accept-encoding"] == "gzip, deflate")
    }

    @Test("A truncated or corrupt compressed answer is an error")
    func broken() async throws {
        for body in [Array(Self.gzip.prefix(20)), [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], Array("{}".utf8)] {
            let server = try FaultServer { [response] _, _ in response(body) }
            let error = await failure(try makeClient(server))
            #expect([.connection, .invalidResponse].contains(error?.code), "\(String(describing: error))")
        }
    }

    @Test("A decompression bomb is rejected before it exhausts memory")
    func bomb() async throws {
        let server = try FaultServer { [response] _, _ in response(Gzip.bomb) }
        let client = try makeClient(server) { $0.limits.responseBytes = 1 << 20 }
        let error = await failure(client)
        #expect(error?.code == .responseTooLarge, "\(String(describing: error))")
    }
}
