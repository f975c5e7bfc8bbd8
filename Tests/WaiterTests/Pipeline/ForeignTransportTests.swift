import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Custom transports", .timeLimit(.minutes(10)))
struct ForeignTransportTests {
    private struct OwnError: Error, Equatable {}

    /// A transport without support for shutdown, deadlines or cancellation.
    private final class Foreign: Transport {
        typealias Body = @Sendable (TransportRequest) async throws -> TransportResponse

        let body: Body
        private let count = Mutex(0)
        var requests: Int { count.withLock { $0 } }

        init(_ body: @escaping Body) { self.body = body }

        func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
            count.withLock { $0 += 1 }
            return try await body(request)
        }
    }

    private func client(_ transport: Foreign, clock: ManualClock = ManualClock(skipsPauses: true)) throws -> OpenAI {
        try OpenAI(configuration: .init(apiKey: APIKey(Harness.key), clock: clock), transport: transport)
    }

    private static let completion =
        #"{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}"#

    private static func response(_ text: String, type: String = "application/json") -> TransportResponse {
        var head = HTTPResponse(status: .ok)
        head.headerFields[.contentType] = type
        return TransportResponse(head: head, body: ResponseBody(Array(text.utf8)))
    }

    @Test("After a shutdown, no call reaches it, and waiting retries end")
    func shutdown() async throws {
        let transport = Foreign { _ in Self.response(Self.completion) }
        let client = try client(transport)
        _ = try await client.chat.completions.create(Harness.request)
        await client.shutdown()
        for _ in 0..<2 {
            let error = await #expect(throws: OpenAIError.self) {
                try await client.chat.completions.create(Harness.request)
            }
            #expect(error?.code == .clientShutdown)
        }
        await #expect(throws: OpenAIError.self) { _ = try await client.chat.completions.stream(Harness.request) }
        #expect(transport.requests == 1)

        let (clock, failing) = (ManualClock(), Foreign { _ in throw TransportError(.reset, reason: "reset") })
        let retrying = try self.client(failing, clock: clock)
        let call = Task { try await retrying.chat.completions.create(Harness.request) }
        await clock.waitForSleepers(2)
        await retrying.shutdown()
        clock.advance(by: .seconds(60))
        let result = await call.result
        #expect(throws: OpenAIError.self) { try result.get() }
        #expect(failing.requests == 1)
    }

    @Test("If it never responds and ignores cancellation, calls still end at their deadline or when cancelled")
    func silence() async throws {
        let transport = Foreign { _ in
            await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
            throw OwnError()
        }
        let clock = ManualClock()
        let client = try client(transport, clock: clock)
        let late = Task { try await client.chat.completions.create(Harness.request, options: .init(maxRetries: 0)) }
        await eventually { transport.requests == 1 }
        clock.advance(by: .seconds(700))
        await clock.waitForSleepers()
        clock.advance(by: .seconds(10))
        let result = await late.result
        let error = #expect(throws: OpenAIError.self) { try result.get() }
        #expect(error?.code == .timeout)

        let cancelled = Task { try await client.chat.completions.create(Harness.request) }
        await eventually { transport.requests == 2 }
        cancelled.cancel()
        await clock.waitForSleepers()
        clock.advance(by: .seconds(10))
        await #expect(throws: CancellationError.self) { try await cancelled.value }
    }

    @Test("Its own errors reach the caller unchanged, once, whether before the head or in a body")
    func ownError() async throws {
        let transport = Foreign { _ in throw OwnError() }
        await #expect(throws: OwnError()) { try await client(transport).chat.completions.create(Harness.request) }
        #expect(transport.requests == 1)
        let half = Foreign { _ in
            var head = HTTPResponse(status: .ok)
            head.headerFields[.contentType] = "text/event-stream"
            let body = ResponseBody { writer in
                try await writer.write(Array("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n".utf8))
                throw OwnError()
            }
            return TransportResponse(head: head, body: body)
        }
        var text = ""
        do {
            for try await chunk in try await client(half).chat.completions.stream(Harness.request) {
                text += chunk.choices.first?.delta.content ?? ""
            }
        } catch {
            #expect(error is OwnError)
        }
        #expect(text == "a" && half.requests == 1)
    }

    @Test("A second response is an error, and a body delivered twice does not hang")
    func twice() async throws {
        let doubled = Foreign { _ in Self.response(Self.completion + Self.completion) }
        let error = await #expect(throws: OpenAIError.self) {
            try await client(doubled).chat.completions.create(Harness.request)
        }
        #expect(error?.code == .invalidResponse)

        let event = #"data: {"choices":[{"delta":{"content":"a"},"finish_reason":"stop"}]}"# + "\n\ndata: [DONE]\n\n"
        let streamed = Foreign { _ in Self.response(event + event, type: "text/event-stream") }
        var text = ""
        for try await chunk in try await client(streamed).chat.completions.stream(Harness.request) {
            text += chunk.choices.first?.delta.content ?? ""
        }
        #expect(text == "a")

        let one = Self.response(Self.completion)
        let same = Foreign { _ in one }
        let repeating = try client(same)
        #expect(try await repeating.chat.completions.create(Harness.request).text == "Hello")
        await #expect(throws: (any Error).self) { try await repeating.chat.completions.create(Harness.request) }
    }
}
