import Testing
import WaiterTesting

@testable import WaiterLocal

@Suite("The small HTTP reader")
struct LoopbackHTTPTests {
    @Test("Status and body are read")
    func answer() throws {
        let text = "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno"
        #expect(try LoopbackHTTP.parse(Array(text.utf8)) == .init(status: 503, body: "no"))
    }

    @Test("An answer without a body is an answer")
    func noBody() throws {
        #expect(try LoopbackHTTP.parse(Array("HTTP/1.0 200 OK\r\n".utf8)) == .init(status: 200, body: ""))
    }

    @Test("What is not HTTP is refused", arguments: ["", "SSH-2.0-OpenSSH\r\n", "HTTP/1.1", "HTTP/1.1 abc\r\n\r\n"])
    func malformed(text: String) {
        #expect(throws: LoopbackHTTP.Failure.malformed) { try LoopbackHTTP.parse(Array(text.utf8)) }
    }

    @Test("A port where nobody listens refuses at once")
    func refused() async throws {
        let closed = try ClosedPort()
        let port = closed.port
        defer { withExtendedLifetime(closed) {} }
        await #expect(throws: LoopbackHTTP.Failure.refused) { try await LoopbackHTTP.get("/health", port: port) }
    }

    @Test("A listener that says nothing runs into the timeout")
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

    @Test("The timeout is measured by the injected clock")
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
