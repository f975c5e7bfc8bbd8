import Testing
import WaiterTesting

@testable import WaiterLocal

@Suite("The minimal HTTP client")
struct LoopbackHTTPTests {
    @Test("Status and body are parsed")
    func answer() throws {
        let text = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno"
        #expect(try LoopbackHTTP.parse(Array(text.utf8)) == .init(status: 503, body: "no"))
    }

    @Test("A response without a body is valid")
    func noBody() throws {
        #expect(try LoopbackHTTP.parse(Array("HTTP/1.0 200 OK\r\n".utf8)) == .init(status: 200, body: ""))
    }

    @Test(
        "A non-HTTP response is rejected",
        arguments: ["", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1", "HTTP/1.1 abc\r\n\r\n"]
    )
    func malformed(text: String) {
        #expect(throws: LoopbackHTTP.Failure.malformed) { try LoopbackHTTP.parse(Array(text.utf8)) }
    }

    @Test("A port without a listener is refused at once")
    func refused() async throws {
        let closed = try ClosedPort()
        let port = closed.port
        defer { withExtendedLifetime(closed) {} }
        await #expect(throws: LoopbackHTTP.Failure.refused) { try await LoopbackHTTP.get("/health", port: port) }
    }

    @Test("Nothing is sent over a connection that does not lead to the server")
    func untrusted() async throws {
        let server = try FaultServer { _, _ in [.response("{}"), .close] }
        await #expect(throws: LoopbackHTTP.Failure.refused) {
            try await LoopbackHTTP.get("/health", port: server.port, bearer: "key", isTrusted: { false })
        }
        #expect(try await LoopbackHTTP.get("/health", port: server.port).status == 200)
        #expect(server.requests.count == 1)
    }

    @Test("A silent listener runs into the timeout")
    func silent() async throws {
        guard let socket = LoopbackSocket(), let port = socket.bind(port: 0) else {
            Issue.record("no socket")
            return
        }
        await #expect(throws: LoopbackHTTP.Failure.timedOut) {
            try await LoopbackHTTP.get("/health", port: port, timeout: .milliseconds(20))
        }
        _ = socket.isReady(toWrite: false)
    }

    @Test("The timeout uses the injected clock")
    func injectedClock() async throws {
        let server = try FaultServer { _, _ in [.stall] }
        let clock = ManualClock()
        let answer = Task {
            try await LoopbackHTTP.get("/health", port: server.port, timeout: .seconds(600), clock: clock)
        }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(600))
        await #expect(throws: LoopbackHTTP.Failure.timedOut) { try await answer.value }
    }
}
