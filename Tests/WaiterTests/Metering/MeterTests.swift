import Foundation
import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Meter events")
struct MeterTests {
    /// Records all its events, and refuses on request.
    private final class Notes: CallMeter {
        struct Record: AttemptRecord {
            let notes: Notes
            func end(_ outcome: AttemptOutcome) { notes.outcomes.withLock { $0.append(outcome) } }
        }

        let attempts = Mutex<[MeteredAttempt]>([])
        let outcomes = Mutex<[AttemptOutcome]>([])
        let refusal: OpenAIError?
        let asksForUsage: Bool

        init(refusal: OpenAIError? = nil, asksForUsage: Bool = true) {
            self.refusal = refusal
            self.asksForUsage = asksForUsage
        }

        func begin(_ attempt: MeteredAttempt) async throws -> (any AttemptRecord)? {
            attempts.withLock { $0.append(attempt) }
            if let refusal { throw refusal }
            return Record(notes: self)
        }

        var all: [MeteredAttempt] { attempts.withLock { $0 } }
        var ends: [AttemptOutcome] { outcomes.withLock { $0 } }
    }

    private func client(_ meter: Notes, _ steps: ScriptedTransport.Step...) throws -> (OpenAI, ScriptedTransport) {
        let transport = ScriptedTransport(steps: steps)
        var configuration = try OpenAI.Configuration(apiKey: APIKey("sk-test-0123456789abcdefghij"))
        configuration.retry = RetryPolicy(initialDelay: .milliseconds(1), maxDelay: .milliseconds(1))
        return (try OpenAI(configuration: configuration, transport: transport, meter: meter), transport)
    }

    private static let whole = ScriptedTransport.Step.json(
        """
        {"model":"m-2026-01-01","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},\
        "finish_reason":"stop"}],"usage":{"prompt_tokens":8,"completion_tokens":2,"total_tokens":10}}
        """,
        headers: ["x-request-id": "r1", "x-ratelimit-remaining-requests": "7"]
    )
    private static let piece = #"data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}"# + "\n\n"
    private static let last =
        #"data: {"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}"# + "\n\n"
    private static let usage =
        #"data: {"choices":[],"usage":{"prompt_tokens":8,"completion_tokens":2,"total_tokens":10}}"# + "\n\n"

    @Test("A complete answer is reported once, with its usage, model, request ID and limits")
    func whole() async throws {
        let meter = Notes()
        let (client, _) = try client(meter, Self.whole)
        let options = RequestOptions(
            idempotencyKey: "k",
            metering: MeteringOptions(tags: ["a"], conversation: "c", priority: 2)
        )
        _ = try await client.chat.completions.create(Harness.request, options: options)
        let attempt = try #require(meter.all.first)
        #expect(attempt.model == "m")
        #expect(attempt.idempotencyKey == "k")
        #expect(attempt.options == options.metering)
        #expect(String(decoding: attempt.body, as: UTF8.self).contains(#""content":"hi""#))
        let end = try #require(meter.ends.first)
        #expect(meter.ends.count == 1)
        #expect(end.status == .complete)
        #expect(end.metadata.usage?.totalTokens == 10)
        #expect(end.metadata.model == "m-2026-01-01")
        #expect(end.requestID == "r1")
        #expect(end.rateLimits?.requests.remaining == 7)
        #expect(end.metadata.stopReason == "stop")
    }

    @Test("A stream requests its usage, and a meter receives it before the loop ends")
    func stream() async throws {
        let meter = Notes()
        let (client, transport) = try client(meter, .events(Self.piece, Self.last, Self.usage, "data: [DONE]\n\n"))
        var text = ""
        for try await chunk in try await client.chat.completions.stream(Harness.request) {
            text += chunk.choices.first?.delta.content ?? ""
        }
        #expect(text == "Hello")
        #expect(transport.requests[0].text.contains(#""stream_options":{"include_usage":true}"#))
        let end = try #require(meter.ends.first)
        #expect(meter.ends.count == 1)
        #expect(end.status == .complete)
        #expect(end.metadata.usage?.outputTokens == 2)
        #expect(end.firstToken != nil)
        #expect(end.completion?.text == "Hello")
    }

    @Test("A stream does not request its usage if the request, the call or the meter disables it")
    func notAsking() async throws {
        let answer = ScriptedTransport.Step.events(Self.last, "data: [DONE]\n\n")
        var request = Harness.request
        request.streamOptions = StreamOptions(includeUsage: false)
        let (told, toldTransport) = try client(Notes(), answer)
        for try await _ in try await told.chat.completions.stream(request) {}
        #expect(toldTransport.requests[0].text.contains(#""include_usage":false"#))

        let (called, calledTransport) = try client(Notes(), answer)
        let options = RequestOptions(metering: MeteringOptions(includesUsage: false))
        for try await _ in try await called.chat.completions.stream(Harness.request, options: options) {}
        #expect(!calledTransport.requests[0].text.contains("stream_options"))

        let (silent, silentTransport) = try client(Notes(asksForUsage: false), answer)
        for try await _ in try await silent.chat.completions.stream(Harness.request) {}
        #expect(!silentTransport.requests[0].text.contains("stream_options"))
    }

    @Test("A server without stream_options gets a second request without them, and then only such requests")
    func withoutUsage() async throws {
        let meter = Notes()
        let refusal = ScriptedTransport.Step.json(
            #"{"error":{"message":"Extra inputs are not permitted: stream_options"}}"#,
            status: 422
        )
        let answer = ScriptedTransport.Step.events(Self.last, "data: [DONE]\n\n")
        let (client, transport) = try client(meter, refusal, answer)
        let options = RequestOptions(maxRetries: 0)
        for try await _ in try await client.chat.completions.stream(Harness.request, options: options) {}
        for try await _ in try await client.chat.completions.stream(Harness.request, options: options) {}
        #expect(transport.requests.map { $0.text.contains("stream_options") } == [true, false, false])
        #expect(meter.ends.map(\.status) == [.failed, .complete, .complete])
    }

    @Test("Leaving a stream reports the partial answer to the meter, once")
    func left() async throws {
        let meter = Notes()
        let (client, _) = try client(
            meter,
            .stall(headers: ["content-type": "text/event-stream"], chunks: [Array(Self.piece.utf8)])
        )
        for try await _ in try await client.chat.completions.stream(Harness.request) { break }
        #expect(meter.ends.map(\.status) == [.cancelled])
        #expect(meter.ends.first?.completion?.text == "Hel")
        _ = try await client.chat.completions.stream(Harness.request)
        #expect(meter.ends.map(\.status) == [.cancelled, .cancelled])
    }

    @Test("A truncated stream is reported as truncated, with the partial answer")
    func truncated() async throws {
        let meter = Notes()
        let (client, _) = try client(
            meter,
            .breakOff(
                status: 200,
                headers: ["content-type": "text/event-stream"],
                chunks: [Array(Self.piece.utf8)],
                error: TransportError(.reset, reason: "reset")
            )
        )
        await #expect(throws: OpenAIError.self) {
            for try await _ in try await client.chat.completions.stream(Harness.request) {}
        }
        #expect(meter.ends.map(\.status) == [.truncated])
        #expect(meter.ends.first?.completion?.text == "Hel")
    }

    @Test("Each attempt of a retried call is reported, with its own end")
    func retried() async throws {
        let meter = Notes()
        let (client, _) = try client(
            meter,
            .json("{}", status: 503),
            .fail(TransportError(.reset, reason: "r")),
            Self.whole
        )
        _ = try await client.chat.completions.create(Harness.request)
        #expect(meter.all.map(\.attempt) == [1, 2, 3])
        #expect(Set(meter.all.map(\.idempotencyKey)).count == 1)
        #expect(meter.ends.map(\.status) == [.failed, .unsent, .complete])
        #expect(meter.ends.map(\.httpStatus) == [503, nil, 200])
    }

    @Test(
        "After a request has been sent, a connection failure does not prove that it was not read",
        arguments: [ConnectionFailure.unreachable, .refused, .tls, .dns, .proxy, .reset, .other]
    )
    func sent(failure: ConnectionFailure) async throws {
        let meter = Notes()
        let (client, _) = try client(meter, .handle { _ in throw TransportError(failure, reason: "gone") })
        await #expect(throws: OpenAIError.self) {
            try await client.chat.completions.create(Harness.request, options: RequestOptions(maxRetries: 0))
        }
        #expect(meter.ends.map(\.status) == [.failed])
    }

    @Test("A redirect is not an end: if its target cannot be reached, the request never reached a server")
    func redirected() async throws {
        let meter = Notes()
        let redirect = ScriptedTransport.Step.json("{}", status: 307, headers: ["location": "/v2/chat/completions"])
        let (client, _) = try client(
            meter,
            redirect,
            .fail(TransportError(.refused, reason: "refused")),
            redirect,
            .handle { _ in throw TransportError(.reset, reason: "reset") }
        )
        for _ in 0..<2 {
            await #expect(throws: OpenAIError.self) {
                try await client.chat.completions.create(Harness.request, options: RequestOptions(maxRetries: 0))
            }
        }
        #expect(meter.ends.map(\.status) == [.unsent, .failed])
        #expect(meter.ends.map(\.httpStatus) == [nil, nil])
    }

    @Test("When a pooled connection closes after taking the request, the replacement is a separate attempt")
    func replaced() async throws {
        let meter = Notes()
        let stale = TransportError(.reset, reason: "closed", isStaleConnection: true)
        let (client, transport) = try client(meter, .handle { _ in throw stale }, Self.whole)
        let options = RequestOptions(maxRetries: 0)
        _ = try await client.chat.completions.create(Harness.request, options: options)
        #expect(transport.requests.count == 2)
        #expect(meter.all.count == 2)
        #expect(Set(meter.all.map(\.idempotencyKey)).count == 1)
        #expect(meter.ends.map(\.status) == [.failed, .complete])
    }

    @Test("A request not written to its stale connection is the same attempt as its replacement")
    func replacedUnsent() async throws {
        let meter = Notes()
        let stale = TransportError(.reset, reason: "closed", isStaleConnection: true)
        let (client, transport) = try client(meter, .fail(stale), Self.whole)
        let options = RequestOptions(maxRetries: 0)
        _ = try await client.chat.completions.create(Harness.request, options: options)
        #expect(transport.requests.count == 2)
        #expect(meter.ends.map(\.status) == [.complete])
    }

    @Test("Text that arrives together with the end of its stream also has a time")
    func firstToken() async throws {
        let meter = Notes()
        let ends = ["data: [DONE]\n\n", "data: [DONE]", ""]
        for end in ends {
            let (client, _) = try client(meter, .events(Self.last + end))
            for try await _ in try await client.chat.completions.stream(Harness.request) {}
        }
        let (cut, _) = try client(meter, .events(String(Self.last.dropLast(2))))
        for try await _ in try await cut.chat.completions.stream(Harness.request) {}
        #expect(meter.ends.map(\.status) == [.complete, .complete, .complete, .complete])
        #expect(meter.ends.map { $0.firstToken != nil } == [true, true, true, true])
    }

    @Test("Cancellation before the answer is reported as cancelled")
    func cancelled() async throws {
        let meter = Notes()
        let (client, transport) = try client(meter, .hang)
        let call = Task { try await client.chat.completions.create(Harness.request) }
        await eventually { !transport.requests.isEmpty }
        // The transport reports the request as sent right after it has recorded it.
        try await Task.sleep(for: .milliseconds(20))
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        #expect(meter.ends.map(\.status) == [.cancelled])
    }

    @Test("An invalid answer is reported as truncated, since it may be charged")
    func noAnswer() async throws {
        let meter = Notes()
        let (client, _) = try client(meter, .json("<html>"))
        await #expect(throws: OpenAIError.self) { try await client.chat.completions.create(Harness.request) }
        #expect(meter.ends.map(\.status) == [.truncated])
        #expect(meter.ends.map(\.httpStatus) == [200])
    }

    @Test("A call refused by a meter is not sent, and not retried")
    func refused() async throws {
        let meter = Notes(refusal: OpenAIError(.budgetExceeded, "no money"))
        let (client, transport) = try client(meter, Self.whole)
        let error = await #expect(throws: OpenAIError.self) {
            try await client.chat.completions.create(Harness.request)
        }
        #expect(error?.code == .budgetExceeded)
        #expect(meter.all.count == 1)
        #expect(transport.requests.isEmpty)
    }

    @Test("Calls without a model are not metered, but calls to any path with one are")
    func anyPath() async throws {
        let meter = Notes()
        let (client, _) = try client(
            meter,
            .json(#"{"object":"list","data":[]}"#),
            .json(#"{"model":"e","usage":{"prompt_tokens":5,"total_tokens":5}}"#),
            .json(#"{"model":"r","usage":{"input_tokens":7,"output_tokens":3,"total_tokens":10}}"#)
        )
        _ = try await client.models.list()
        #expect(meter.all.isEmpty)
        let embedding: JSONValue = ["model": "e", "input": "x"]
        let _: APIResponse<JSONValue> = try await client.request(.post, "/embeddings", body: embedding)
        let asked: JSONValue = ["model": "r", "input": "x"]
        let _: APIResponse<JSONValue> = try await client.request(.post, "/responses", body: asked)
        #expect(meter.all.map(\.model) == ["e", "r"])
        #expect(meter.ends.map(\.metadata.usage?.inputTokens) == [5, 7])
        #expect(meter.ends.map(\.metadata.usage?.outputTokens) == [0, 3])
    }
}
