import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Retrying", .timeLimit(.minutes(5)))
struct RetryTests {
    private static let hello =
        #"{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}"#

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

    @Test("Delays double from half a second to eight seconds")
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

    @Test("Jitter shortens a delay by up to a quarter", arguments: [(0.0, 500), (0.5, 437.5), (1.0, 375)])
    func jitter(random: Double, milliseconds: Double) async throws {
        let harness = try Harness(.status(503), .completion, random: random)
        _ = try await harness.create(retries: 1).get()
        #expect(harness.notices.all.map(\.delay) == [.milliseconds(milliseconds)])
    }

    @Test(
        "Statuses that are retried",
        arguments: [
            (400, false), (401, false), (402, false), (403, false), (404, false), (408, true), (409, true),
            (413, false),
            (422, false), (429, true), (500, true), (501, false), (505, false), (502, true), (503, true), (529, true),
            (304, false),
        ]
    )
    func statuses(status: Int, isRetried: Bool) async throws {
        let harness = try Harness(.status(status), .completion)
        let result = await harness.create(retries: isRetried ? 1 : 0)
        #expect(((try? result.get()) != nil) == isRetried)
        #expect(harness.transport.requests.count == (isRetried ? 2 : 1))
    }

    @Test(
        "The server's x-should-retry header is respected",
        arguments: [(400, "true", true), (500, "false", false), (500, "x", true)]
    )
    func shouldRetry(status: Int, header: String, isRetried: Bool) async throws {
        let harness = try Harness(.status(status, ["x-should-retry": header]), .completion)
        _ = await harness.create(retries: isRetried ? 1 : 0)
        #expect(harness.transport.requests.count == (isRetried ? 2 : 1))
    }

    @Test("An exceeded quota and a context overflow are never retried, whatever the server says")
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
        "The server's delay is used exactly",
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
            // A reset is the time until a limit is fully restored, and irrelevant for a limit that is not exhausted.
            (["x-ratelimit-reset-requests": "1s"], 500),
            (["x-ratelimit-reset-requests": "20ms", "x-ratelimit-remaining-requests": "1"], 500),
            (["x-ratelimit-reset-tokens": "117s", "x-ratelimit-remaining-tokens": "500"], 500),
            (["x-ratelimit-reset-requests": "1s", "x-ratelimit-remaining-requests": "0"], 1000),
            (["x-ratelimit-reset-requests": "1s", "x-ratelimit-remaining-requests": "-1"], 1000),
            (
                [
                    "x-ratelimit-reset-requests": "60s", "x-ratelimit-remaining-requests": "5",
                    "x-ratelimit-reset-tokens": "1s", "x-ratelimit-remaining-tokens": "0",
                ], 1000
            ),
            // Never shorter than the backoff.
            (["x-ratelimit-reset-tokens": "20ms", "x-ratelimit-remaining-tokens": "0"], 500),
            (["x-ratelimit-reset-requests": "6m0s"], 500),
            (["retry-after": "2", "x-ratelimit-reset-requests": "1s"], 2000),
        ] as [([String: String], Int)]
    )
    func waits(headers: [String: String], milliseconds: Int) async throws {
        let harness = try Harness(.status(429, headers), .completion)
        _ = try await harness.create(retries: 1).get()
        #expect(harness.notices.all.map(\.delay) == [.milliseconds(milliseconds)])
    }

    @Test(
        "A delay in the message is used exactly, unless headers contain one",
        arguments: [
            ("Rate limit reached for m: Limit 3, Used 3, Requested 1. Please try again in 750ms. Visit", [:], 750),
            ("Please try again in 20s.", [:], 20_000),
            ("Please try again in 1m4.5s.", [:], 64_500),
            ("Please retry in 43.5s.", [:], 43_500),
            ("Please retry after 10 seconds. To increase", [:], 10_000),
            ("Too many requests, wait 1 minute 5 seconds", [:], 65_000),
            ("Please try again in 20s.", ["retry-after": "1"], 1000),
            (
                "Please try again in 750ms.",
                ["x-ratelimit-reset-tokens": "117s", "x-ratelimit-remaining-tokens": "500"], 750
            ),
            (
                "Please try again in 750ms.",
                ["x-ratelimit-reset-requests": "1m", "x-ratelimit-remaining-requests": "0"], 750
            ),
            ("Please try again in a moment.", [:], 500), ("Please try again in 5 bananas.", [:], 500),
            ("Please try again in 0s.", [:], 500), ("Try again in ", [:], 500), ("wait 5", [:], 500),
        ] as [(String, [String: String], Int)]
    )
    func namedInWords(message: String, headers: [String: String], milliseconds: Int) async throws {
        let body = JSONValue.object(["error": ["message": .string(message)]]).jsonText
        let harness = try Harness(.status(429, headers, body), .completion)
        _ = try await harness.create(retries: 1).get()
        #expect(harness.notices.all.map(\.delay) == [.milliseconds(milliseconds)])
    }

    @Test("A delay above two minutes in the message ends the call")
    func tooLongInWords() async throws {
        let harness = try Harness(.status(429, [:], #"{"error":{"message":"Please try again in 6m0s."}}"#), .completion)
        #expect(await harness.failure(RequestOptions())?.retryAfter == .seconds(360))
        #expect(harness.transport.requests.count == 1)
    }

    @Test("A delay above two minutes, or beyond the total deadline, ends the call; the error contains it")
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

    @Test("All attempts of a call have the same idempotency key, and the next call has a different one")
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

    @Test("A failed connection is retried, and a stale one is replaced at no cost")
    func connections() async throws {
        let refused = TransportError(.refused, reason: "connection refused")
        let stale = TransportError(.reset, reason: "closed", isStaleConnection: true)
        let harness = try Harness(.fail(stale), .fail(refused), .completion)
        let options = RequestOptions(maxRetries: 1)
        _ = try await harness.create(retries: 1, options).get()
        #expect(harness.notices.all.map(\.reason.connectionFailure) == [.refused])
        #expect(harness.transport.requests.map(\.requiresNewConnection) == [false, true, true])
    }

    @Test("A stale connection is replaced once per call; a second stale connection is an ordinary failure")
    func alwaysStale() async throws {
        let stale = TransportError(.reset, reason: "closed", isStaleConnection: true)
        for retries in 0...2 {
            let harness = try Harness(.fail(stale))
            let result = await harness.create(retries: retries, RequestOptions(maxRetries: retries))
            let error = #expect(throws: OpenAIError.self) { try result.get() }
            #expect(error?.connectionFailure == .reset && error?.attempts == retries + 1)
            #expect(harness.transport.requests.count == retries + 2)
            #expect(Set(harness.transport.requests.map { $0.header("idempotency-key") }).count == 1)
        }
    }

    @Test("Permanent failures are not retried")
    func permanent() async throws {
        let expired = TransportError(.tls, reason: "TLS: the server's certificate expired", isPermanent: true)
        let harness = try Harness(.fail(expired), .completion)
        #expect(await harness.failure(RequestOptions())?.connectionFailure == .tls)
        #expect(harness.transport.requests.count == 1)
    }

    @Test("A connection that takes too long is abandoned and retried")
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

    @Test("During an outage, all of a client's calls stop retrying")
    func quota() async throws {
        let harness = try Harness(.status(500)) { $0.retry.initialDelay = .zero }
        for _ in 0..<50 { _ = await harness.create(retries: 0) }
        let stopped = await harness.failure(RequestOptions())
        #expect(stopped?.isRetryQuotaExhausted == true && stopped?.attempts == 1)
        #expect(
            stopped?.description
                == "server: the server returned status 500 (HTTP 500, not retried: retry quota exhausted)"
        )
        for _ in 0..<69 { _ = await harness.create(retries: 0) }
        #expect(harness.transport.requests.count == 220)
        // The quota refills with time: five retries per second.
        harness.clock.advance(by: .seconds(1))
        for _ in 0..<10 { _ = await harness.create(retries: 0) }
        #expect(harness.transport.requests.count == 235)
        #expect(await harness.failure(RequestOptions(maxRetries: 0))?.isRetryQuotaExhausted == false)
    }

    @Test("The retry quota can be changed and disabled")
    func otherQuotas() async throws {
        for (quota, requests) in [(nil, 900), (.init(capacity: 3, refillPerSecond: 0), 303)]
            as [(RetryPolicy.Quota?, Int)]
        {
            let harness = try Harness(.status(500)) {
                $0.retry.initialDelay = .zero
                $0.retry.quota = quota
            }
            for _ in 0..<300 {
                _ = await harness.create(retries: 0)
                harness.clock.advance(by: .seconds(100))
            }
            #expect(harness.transport.requests.count == requests)
        }
        for wrong in [RetryPolicy.Quota(capacity: -1), .init(refillPerSecond: -1), .init(refillPerSecond: .nan)] {
            #expect(throws: OpenAIError.self) { try Harness(.completion) { $0.retry.quota = wrong } }
        }
    }

    @Test("A delay requested by the server takes nothing from the quota")
    func namedWaits() async throws {
        let named: [([String: String], String)] = [
            (["retry-after-ms": "1"], "{}"), ([:], #"{"error":{"message":"try again in 1ms"}}"#),
        ]
        for (headers, body) in named {
            let harness = try Harness(.status(429, headers, body)) { $0.retry.quota = .init(capacity: 0) }
            let result = await harness.create(retries: 6, RequestOptions(maxRetries: 6))
            let error = #expect(throws: OpenAIError.self) { try result.get() }
            #expect(error?.attempts == 7 && error?.isRetryQuotaExhausted == false)
        }
    }

    @Test("500 calls against a limit of 50 at a time all succeed if the server requests a delay for each")
    func orderlyLimit() async throws {
        let places = Mutex<[String: ContinuousClock.Instant]>([:])
        let transport = ScriptedTransport(
            .handle { request in
                let wait = places.withLock { places -> Duration? in
                    let now = ContinuousClock.now
                    let key = request.header("idempotency-key") ?? ""
                    // Fifty every ten milliseconds.
                    let place = places[key] ?? now + .milliseconds(10) * (places.count / 50)
                    places[key] = place
                    return place > now ? now.duration(to: place) : nil
                }
                var head = HTTPResponse(status: wait == nil ? .ok : .tooManyRequests)
                if let wait, let name = HTTPField.Name("retry-after-ms") {
                    head.headerFields[name] = "\(wait / .milliseconds(1) + 1)"
                }
                return TransportResponse(head: head, body: ResponseBody(Array(Self.hello.utf8)))
            }
        )
        let client = try OpenAI(configuration: .init(apiKey: APIKey(Harness.key)), transport: transport)
        let passed = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    let options = RequestOptions(maxRetries: 6)
                    return (try? await client.chat.completions.create(Harness.request, options: options)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(passed == 500)
        #expect(transport.requests.count > 900)
    }

    @Test("If every other attempt fails, at most one call in eight fails, even right after an outage")
    func flakyServer() async throws {
        let random = Mutex(SeededRandom(seed: 7))
        let isDown = Mutex(true)
        let harness = try Harness(
            .handle { _ in
                let fails = isDown.withLock { $0 } || random.withLock { Bool.random(using: &$0) }
                let body = Array(Self.hello.utf8)
                return TransportResponse(
                    head: HTTPResponse(status: fails ? .internalServerError : .ok),
                    body: ResponseBody(body)
                )
            }
        ) { $0.retry.initialDelay = .zero }
        for _ in 0..<200 { _ = await harness.create(retries: 0) }
        isDown.withLock { $0 = false }
        harness.clock.advance(by: .seconds(10))
        var failures = 0
        for _ in 0..<800 {
            if case .failure = await harness.create(retries: 0) { failures += 1 }
        }
        #expect(failures < 800 / 8 * 3 / 2, "\(failures) of 800 failed")
    }

    @Test("Without retries, there is one attempt, and the last failure is thrown")
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
