import Foundation
import Synchronization
import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

@Suite("Many calls with random faults and cancellations", .timeLimit(.minutes(15)))
struct SoakTests {
    /// WAITER_SOAK_CALLS sets the number, such as 10000.
    private static let calls = ProcessInfo.processInfo.environment["WAITER_SOAK_CALLS"].flatMap { Int($0) } ?? 2500
    private static let concurrency = 64

    /// Counts started attempts, and those that never reached a server.
    private final class Counts: CallMeter {
        private struct State {
            var begun = 0
            var ended = 0
            var unsent = 0
        }

        private let state = Mutex(State())
        var begun: Int { state.withLock(\.begun) }
        var ended: Int { state.withLock(\.ended) }
        var sent: Int { state.withLock { $0.begun - $0.unsent } }

        func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
            state.withLock { $0.begun += 1 }
            return Record(counts: self)
        }

        private struct Record: AttemptRecord {
            let counts: Counts

            func end(_ outcome: AttemptOutcome) {
                counts.state.withLock { state in
                    state.ended += 1
                    if outcome.status == .unsent { state.unsent += 1 }
                }
            }
        }
    }

    /// The server's random response to a request.
    private static func steps(_ number: Int) -> [FaultServer.Step] {
        var random = SeededRandom(seed: UInt64(number))
        let stream = [FaultServer.Step.eventStreamHead, .chunk(content("Hel"))]
        let all: [[FaultServer.Step]] = [
            [.close], [.reset], [.stall], [.text("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"), .close],
            [.response("{}", status: "503 Service Unavailable", headers: ["retry-after-ms: 1"])],
            [.response("{}", status: "429 Too Many Requests", headers: ["retry-after-ms: 1"])],
            [.response("{}", status: "401 Unauthorized")], [.response("no JSON")], [.text("SSH-2.0\r\n"), .close],
            [.response(completion), .close], stream + [.close], stream + [.reset], stream + [.stall],
            stream + [.chunk(content("lo") + finished), .stall],
            stream + [.chunk(content("lo") + "data: [DONE]\n\n"), .lastChunk],
        ]
        let chance = Int.random(in: 0..<40, using: &random)
        return chance < all.count ? all[chance] : [.response(completion)]
    }

    /// Makes one call and cancels it at a random time or never.
    private static func call(_ number: Int, _ client: OpenAI) async {
        var random = SeededRandom(seed: UInt64(number) &+ 1_000_000)
        let streams = Bool.random(using: &random)
        let work = Task {
            if streams {
                for try await _ in try await client.chat.completions.stream(request) where number % 7 == 0 { break }
            } else {
                _ = try await client.chat.completions.create(request)
            }
        }
        if Int.random(in: 0..<4, using: &random) == 0 {
            try? await Task.sleep(for: .microseconds(Int.random(in: 0..<3000, using: &random)))
            work.cancel()
        }
        _ = await work.result
    }

    @Test("Nothing is left behind, and the server receives only metered requests")
    func soak() async throws {
        let server = try FaultServer { _, number in Self.steps(number) }
        let foreign = OpenSockets.localPorts(connectedTo: server.port)
        let counts = Counts()
        weak var left: AsyncHTTPClientTransport?
        do {
            var configuration = try OpenAI.Configuration(
                apiKey: APIKey("sk-test"),
                baseURL: BaseURL(server.address + "/v1"),
                timeouts: OpenAI.Timeouts(idle: .milliseconds(50), total: .seconds(20)),
                maxConnections: 32
            )
            configuration.retry.initialDelay = .milliseconds(1)
            let transport = try AsyncHTTPClientTransport(configuration: configuration)
            left = transport
            let client = try OpenAI(configuration: configuration, transport: transport, meter: counts)
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<Self.calls {
                    if number >= Self.concurrency { await group.next() }
                    group.addTask { await Self.call(number, client) }
                }
            }
            await client.shutdown(gracePeriod: .seconds(5))
        }
        #expect(await happens { counts.ended == counts.begun })
        #expect(await happens { server.openConnections == 0 })
        #expect(await happens { OpenSockets.localPorts(connectedTo: server.port).isSubset(of: foreign) })
        #expect(await happens { left == nil })
        let seen = server.requests.count + server.interruptedRequests.count
        #expect(seen <= counts.sent, "\(seen) requests, \(counts.sent) attempts were sent of \(counts.begun)")
        #expect(seen > Self.calls / 2)
    }
}
