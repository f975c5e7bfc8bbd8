import Testing

@testable import WaiterLocal

@Suite("The choice of a port")
struct PortChoiceTests {
    @Test("The preferred port is taken when it is free")
    func preferred() async throws {
        let port = try await PortChoice.choose(asked: nil, preferred: 8642, isFree: { _ in true }, anyFree: { nil })
        #expect(port == 8642)
    }

    @Test("Any free port is taken when another program has the preferred one")
    func anyOther() async throws {
        let port = try await PortChoice.choose(asked: nil, preferred: 8642, isFree: { _ in false }, anyFree: { 5000 })
        #expect(port == 5000)
    }

    @Test("A port that was asked for is never replaced by another")
    func asked() async throws {
        let error = await localModelError {
            try await PortChoice.choose(asked: 9000, isFree: { _ in false }, anyFree: { 5000 })
        }
        #expect(error?.code == .portInUse)
        #expect(error?.port == 9000)
        #expect(error?.description.contains("9000") == true)
    }

    @Test("A port on which someone listens is not free, and is free when they have gone")
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
