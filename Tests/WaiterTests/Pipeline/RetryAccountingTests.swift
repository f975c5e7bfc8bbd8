import Foundation
import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

@Suite("The timing and identity of retries", .timeLimit(.minutes(10)))
struct RetryAccountingTests {
    /// The times of the attempts, by the client's clock.
    private final class Times: Sendable {
        private let list = Mutex<[Duration]>([])
        var all: [Duration] { list.withLock { $0 } }
        func add(_ time: Duration) { list.withLock { $0.append(time) } }
    }

    @Test("Attempts are made at exactly these times, whatever the source of the delay")
    func times() async throws {
        let times = Times()
        let clock = Mutex<ManualClock?>(nil)
        let waits: [[String: String]] = [
            [:], ["retry-after-ms": "1250"], ["retry-after": "3"], ["retry-after": "Sun, 06 Nov 1994 08:49:47 GMT"],
            [:],
        ]
        let count = Counter()
        let harness = try Harness(
            .handle { _ in
                times.add(clock.withLock { $0?.now.offset ?? .zero })
                let attempt = count.next()
                var fields = HTTPFields()
                for (name, value) in attempt <= waits.count ? waits[attempt - 1] : [:] {
                    fields[HTTPField.Name(name) ?? .age] = value
                }
                let status: HTTPResponse.Status = attempt <= waits.count ? .serviceUnavailable : .ok
                return TransportResponse(
                    head: HTTPResponse(status: status, headerFields: fields),
                    body: ResponseBody(Array(#"{"choices":[{"message":{}}]}"#.utf8))
                )
            },
            random: 0.5
        )
        clock.withLock { $0 = harness.clock }
        _ = try await harness.create(retries: 5, RequestOptions(maxRetries: 5)).get()
        // 0.5 s minus an eighth, three requested delays, then 8 s minus an eighth, the fifth of the backoff.
        let pauses: [Duration] = [.milliseconds(437.5), .milliseconds(1250), .seconds(3), .seconds(10), .seconds(7)]
        #expect(harness.notices.all.map(\.delay) == pauses)
        #expect(times.all == pauses.reduce(into: [.zero]) { $0.append(($0.last ?? .zero) + $1) })
    }

    @Test("Jitter leaves between three quarters and all of a delay", arguments: UInt64(1)...3)
    func bounds(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let error = OpenAIError(.connection, "refused")
        for retries in 0..<40 {
            let whole = min(Duration.milliseconds(500) * Double(1 << min(retries, 20)), .seconds(8))
            for number in [0, 1] + (0..<50).map({ _ in Double.random(in: 0...1, using: &random) }) {
                let decision = RetryDecision.decide(
                    error,
                    fields: nil,
                    retries: retries,
                    limit: 100,
                    policy: RetryPolicy(maxRetries: 100),
                    remaining: .seconds(600),
                    random: number
                )
                guard case .retry(let delay, false) = decision else {
                    Issue.record("no retry at \(retries)")
                    continue
                }
                #expect(delay <= whole && delay >= whole * 0.75, "seed \(seed), \(retries) retries, \(number)")
            }
        }
    }

    @Test("Each retry is reported before its delay, to the client's hook and then to the call's")
    func hooks() async throws {
        let heard = Mutex<[String]>([])
        let harness = try Harness(.status(500), .status(429), .completion) { configuration in
            configuration.retry.onRetry = { notice in heard.withLock { $0.append("client \(notice.attempt)") } }
        }
        let options = RequestOptions(onRetry: { notice in
            heard.withLock { $0.append("call \(notice.attempt) \(notice.reason.code) \(notice.delay.shortText)") }
        })
        let call = Task { try await harness.create(options) }
        for pause in [Duration.milliseconds(500), .seconds(1)] {
            await eventually { harness.clock.sleeps.contains(pause) }
            harness.clock.advance(by: pause)
        }
        _ = try await call.value
        #expect(
            heard.withLock { $0 } == [
                "client 1", "call 1 server 500 ms", "client 2", "call 2 rateLimited 1 s",
            ]
        )
    }

    @Test("The idempotency key of a call survives retries, redirects and stale connections, and is unique to the call")
    func identity() async throws {
        let stale = TransportError(.reset, reason: "closed", isStaleConnection: true)
        let harness = try Harness(
            .status(500),
            .fail(stale),
            .respond(status: 307, headers: ["location": "/v1/x"], chunks: []),
            .completion
        )
        _ = try await harness.create(retries: 1).get()
        let keys = harness.transport.requests.map { $0.header("idempotency-key") }
        #expect(keys.count == 4)
        #expect(Set(keys).count == 1)
        let plain = try OpenAI(configuration: .init(apiKey: APIKey(Harness.key)), transport: harness.transport)
        for _ in 0..<100 { _ = try await plain.chat.completions.create(Harness.request) }
        let all = harness.transport.requests.compactMap { $0.header("idempotency-key") }
        #expect(Set(all).count == 101)
    }
}
