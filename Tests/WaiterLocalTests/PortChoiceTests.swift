import Testing

@testable import WaiterLocal

@Suite("Free ports")
struct PortChoiceTests {
    @Test("A port with a listener is not free until the listener closes")
    func realPort() async throws {
        let port = try await whileListening { port in
            #expect(await !PortChoice.isFree(port))
            return port
        }
        #expect(await PortChoice.isFree(port))
    }

    private func whileListening(_ body: (Int) async throws -> Int) async throws -> Int {
        guard let socket = LoopbackSocket(), let port = socket.bind(port: 0) else {
            Issue.record("no socket")
            return 0
        }
        return try await body(port)
    }
}
