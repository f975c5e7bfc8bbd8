import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Retrying", .timeLimit(.minutes(1)))
struct RetryTests {
    @Test("A 429 is retried and the second answer wins")
    func second() async throws {
        let harness = try Harness(.status(429), .completion)
        let completion = try await harness.create(retries: 1).get()
        #expect(completion.choices[0].message.content == "Hello")
        #expect(harness.notices.all.count == 1)
        #expect(harness.notices.all[0].attempt == 1)
        #expect(harness.notices.all[0].maxAttempts == 3)
        #expect(harness.notices.all[0].reason.code == .rateLimited)
    }

    @Test("Pauses double from half a second to eight seconds")
    func schedule() async throws {
        let harness = try Harness(.status(500))
        let result = await harness.create(retries: 7, RequestOptions(maxRetries: 7))
        #expect(
            harness.notices.all.map(\.delay) == [500, 1000, 2000, 4000, 8000, 8000, 8000].map { .milliseconds($0) }
        )
        #expect(throws: OpenAIError.self) { try result.get() }
        #expect(harness.transport.requests.count == 8)
        #expect(harness.clock.now.offset == .milliseconds(31_500))
    }

    @Test("Jitter takes up to a quarter off a pause", arguments: [(0.0, 500), (0.5, 437.5), (1.0, 375)])
    func jitter(random: Double, milliseconds: Double) async throws {
        let harness = try Harness(.status(503), .completion, random: random)
        _ = try await harness.create(retries: 1).get()
        #expect(harness.notices.all.map(\.delay) == [.milliseconds(milliseconds)])
    }

    @Test(
        "Which statuses are retried",
        arguments: [
            (400, false), (401, false), (402, false), (403, false), (404, false), (408, true), (409, true),
            (413, false),
            (422, false), (429, true), (500, true), (502, true), (503, true), (529, true), (304, false),
        ]
    )
    func statuses(status: Int, isRetried: Bool) async throws {
        let harness = try Harness(.status(status), .completion)
        let result = await harness.create(retries: isRetried ? 1 : 0)
        #expect(((try? result.get()) != nil) == isRetried)
        #expect(harness.transport.requests.count == (isRetried ? 2 : 1))
    }

    @Test(
        "The server's word on retries is heeded",
        arguments: [(400, "true", true), (500, "false", false), (500, "x", true)]
    )
    func shouldRetry(status: Int, header: String, isRetried: Bool) async throws {
        let harness = try Harness(.status(status, ["x-should-retry": header]), .completion)
        _ = await harness.create(retries: isRetried ? 1 : 0)
        #expect(harness.transport.requests.count == (isRetried ? 2 : 1))
    }

    @Test("An exhausted quota and a full context are never retried, whatever the server says")
    func never() async throws {
        for body in [
            #"{"error":{"message":"m","code":"insufficient_quota"}}"#,
            #"{"error":{"message":"m","type":"insufficient_quota"}}"#,
            #"{"error":{"message":"m","code":"context_length_exceeded"}}"#,
        ] {
            let harness = try Harness(.status(429, ["x-should-retry": "true"], body), .completion)
            _ = await harness.create(retries: 0)
            #expect(harness.transport.requests.count == 1, "\(body)")
        }
    }

    @Test(
        "The server's wait is taken as it is",
        arguments: [
            (["retry-after-ms": "1500"], 1500),
            (["retry-after-ms": "1500", "retry-after": "9"], 1500),
            (["retry-after-ms": "0", "retry-after": "9"], 9000),
            (["retry-after-ms": "soon", "retry-after": "9"], 9000),
            (["retry-after": "0.25"], 250),
            (["retry-after": "120"], 120_000),
            (["retry-after": "Sun, 06 Nov 1994 08:50:07 GMT"], 30_000),
            (["retry-after": "Sun, 06 Nov 1994 08:49:00 GMT"], 500),
            (["retry-after": "0"], 500),
            (["retry-after": "-5"], 500),
            (["retry-after": "nan"], 500),
            (["retry-after": "inf"], 500),
            (["retry-after": "0x10"], 500),
            (["retry-after": "tomorrow"], 500),
            (["x-ratelimit-reset-requests": "1s"], 1000),
            (["x-ratelimit-reset-requests": "1s", "x-ratelimit-reset-tokens": "20ms"], 1000),
            (
                [
                    "x-ratelimit-reset-requests": "60s", "x-ratelimit-remaining-requests": "5",
                    "x-ratelimit-reset-tokens": "20ms", "x-ratelimit-remaining-tokens": "0",
                ], 20
            ),
            (["x-ratelimit-reset-requests": "6m0s"], 500),
            (["retry-after": "2", "x-ratelimit-reset-requests": "1s"], 2000),
        ] as [([String: String], Int)]
    )
    func waits(headers: [String: String], milliseconds: Int) async throws {
        let harness = try Harness(.status(429, headers), .completion)
        _ = try await harness.create(retries: 1).get()
        #expect(harness.notices.all.map(\.delay) == [.milliseconds(milliseconds)])
    }

    @Test("A wait above two minutes, or beyond the total deadline, is not waited; the error says how long it is")
    func tooLong() async throws {
        for wait in ["121", "999999999999999999999"] {
            let harness = try Harness(.status(429, ["retry-after": wait]), .completion)
            #expect(try #require(await harness.failure(RequestOptions())?.retryAfter) >= .seconds(121))
            #expect(harness.transport.requests.count == 1)
        }
        let harness = try Harness(.status(429, ["retry-after": "60"]), .completion) { $0.timeouts.total = .seconds(60) }
        #expect(await harness.failure(RequestOptions())?.retryAfter == .seconds(60))
        #expect(harness.transport.requests.count == 1)
    }

    @Test("All attempts of a call have the same idempotency key, the next call another one")
    func idempotency() async throws {
        let harness = try Harness(.status(500), .status(500), .completion)
        _ = try await harness.create(retries: 2).get()
        _ = try await harness.create()
        _ = try await harness.create(RequestOptions(idempotencyKey: "mine"))
        _ = try? await harness.client.models.list()
        #expect(
            harness.transport.requests.map { $0.header("idempotency-key") }
                == ["waiter-1", "waiter-1", "waiter-1", "waiter-2", "mine", nil]
        )
        await #expect(throws: OpenAIError.self) { try await harness.create(RequestOptions(idempotencyKey: "a\nb")) }
    }

    @Test("A failed connection is retried, one that was only stale is replaced at no cost")
    func connections() async throws {
        let refused = TransportError(.refused, reason: "connection refused")
        let stale = TransportError(.reset, reason: "closed", isStaleConnection: true)
        let harness = try Harness(.fail(stale), .fail(stale), .fail(refused), .fail(stale), .completion)
        let options = RequestOptions(maxRetries: 1)
        _ = try await harness.create(retries: 1, options).get()
        #expect(harness.notices.all.map(\.reason.connectionFailure) == [.refused])
        #expect(harness.transport.requests.count == 5)
    }

    @Test("A connection that may have been new when the server closed it is replaced once an attempt")
    func closedAtOnce() async throws {
        var closed = TransportError(.reset, reason: "closed", isStaleConnection: true)
        closed.mayBeNewConnection = true
        let harness = try Harness(.fail(closed))
        let result = await harness.create(retries: 2)
        #expect(throws: OpenAIError.self) { try result.get() }
        #expect(harness.transport.requests.count == 6)
    }

    @Test("A connection that takes too long is given up and tried again")
    func connectTimeout() async throws {
        final class Slow: Transport {
            let attempts = Counter()
            let waits = Gate()
            func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
                let attempt = attempts.next()
                progress.isConnecting()
                if attempt == 1 {
                    waits.open()
                    try await Task.sleep(for: .seconds(1000))
                }
                return TransportResponse(
                    head: HTTPResponse(status: .ok),
                    body: ResponseBody(Array(#"{"choices":[{"message":{}}]}"#.utf8))
                )
            }
        }
        let transport = Slow()
        let clock = ManualClock()
        let client = try OpenAI(
            configuration: .init(apiKey: APIKey(Harness.key), clock: clock),
            transport: transport,
            environment: ExecutionEnvironment(random: { 0 })
        )
        let call = Task { try await client.chat.completions.create(Harness.request) }
        await transport.waits.wait()
        clock.advance(by: .seconds(10))
        await eventually { clock.sleeps.contains(.milliseconds(500)) }
        clock.advance(by: .milliseconds(500))
        #expect(try await call.value.choices.count == 1)
        #expect(transport.attempts.value == 2)
    }

    @Test("During an outage the calls of a client together stop retrying")
    func quota() async throws {
        let harness = try Harness(.status(500)) { $0.retry.initialDelay = .zero }
        for _ in 0..<120 { _ = await harness.create(retries: 0) }
        #expect(harness.transport.requests.count == 220)
    }

    @Test("No retries means one attempt, and the last failure is the one that is thrown")
    func none() async throws {
        let harness = try Harness(.status(500), .status(503, [:], #"{"error":{"message":"busy"}}"#))
        #expect(await harness.failure()?.attempts == 1)
        let result = await harness.create(retries: 2)
        let error = #expect(throws: OpenAIError.self) { try result.get() }
        #expect(error?.message == "busy")
        #expect(error?.attempts == 3)
        #expect(error?.description == "server: busy (HTTP 503, 3 attempts)")
    }

    @Test("Nothing is retried after a successful head")
    func afterHead() async throws {
        let reset = TransportError(.reset, reason: "cut")
        let harness = try Harness(
            .breakOff(
                status: 200,
                headers: ["content-type": "application/json"],
                chunks: [Array("{".utf8)],
                error: reset
            ),
            .completion
        )
        let error = await harness.failure(RequestOptions())
        #expect(error?.code == .connection)
        #expect(error?.connectionFailure == .reset)
        #expect(harness.transport.requests.count == 1)
    }
}
