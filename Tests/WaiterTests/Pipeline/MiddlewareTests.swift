import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("Middleware", .timeLimit(.minutes(10)))
struct MiddlewareTests {
    private struct Closure: ClientMiddleware {
        typealias Next = @Sendable (TransportRequest) async throws -> TransportResponse
        let body: @Sendable (TransportRequest, CallContext, Next) async throws -> TransportResponse

        func intercept(_ request: TransportRequest, context: CallContext, next: Next) async throws -> TransportResponse
        {
            try await body(request, context, next)
        }
    }

    private struct OwnError: Error, Equatable { var id: Int }

    @Test("Middleware runs in order for each attempt, and never receives the key")
    func order() async throws {
        let log = Mutex<[String]>([])
        func note(_ name: String) -> Closure {
            Closure { request, context, next in
                let key = request.head.headerFields[.authorization] ?? "no key"
                log.withLock { $0.append("\(name)\(context.attempt) \(context.operation) \(key)") }
                let response = try await next(request)
                log.withLock { $0.append("\(name) \(response.head.status.code)") }
                return response
            }
        }
        let harness = try Harness(.status(500), .completion) { $0.middlewares = [note("a"), note("b")] }
        _ = try await harness.create(retries: 1).get()
        let name = "chat.completions.create no key"
        #expect(
            log.withLock { $0 } == [
                "a1 \(name)", "b1 \(name)", "b 500", "a 500", "a2 \(name)", "b2 \(name)", "b 200", "a 200",
            ]
        )
        #expect(harness.transport.requests[1].header("authorization") == "Bearer \(Harness.key)")
    }

    @Test("An error thrown by middleware reaches the caller unchanged and is not retried")
    func ownError() async throws {
        let harness = try Harness(.completion) {
            $0.middlewares = [Closure { _, _, _ in throw OwnError(id: 7) }]
        }
        await #expect(throws: OwnError(id: 7)) { try await harness.create() }
        #expect(harness.transport.requests.isEmpty)
    }

    @Test("Middleware can respond by itself, change the request, or forward it twice")
    func freedom() async throws {
        let harness = try Harness(.status(500), .completion) {
            $0.middlewares = [
                Closure { request, _, next in
                    var request = request
                    request.head.headerFields[.cookie] = "a=b"
                    let response = try await next(request)
                    return response.head.status == .ok ? response : try await next(request)
                }
            ]
        }
        _ = try await harness.create(RequestOptions(maxRetries: 0))
        #expect(harness.transport.requests.map { $0.header("cookie") } == ["a=b", "a=b"])

        let answering = try Harness(.hang) {
            $0.middlewares = [
                Closure { _, _, _ in
                    TransportResponse(
                        head: HTTPResponse(status: .ok),
                        body: ResponseBody(Array(#"{"choices":[{"message":{}}]}"#.utf8))
                    )
                }
            ]
        }
        #expect(try await answering.create().choices.count == 1)
        #expect(answering.transport.requests.isEmpty)
    }

    @Test("A response read by middleware can be forwarded with a new body")
    func newBody() async throws {
        let harness = try Harness(.completion) {
            $0.middlewares = [
                Closure { request, _, next in
                    let response = try await next(request)
                    var bytes: [UInt8] = []
                    while let piece = try await response.body.read() { bytes += piece }
                    let copy = bytes
                    return TransportResponse(
                        head: response.head,
                        body: ResponseBody { writer in for byte in copy { try await writer.write([byte]) } }
                    )
                }
            ]
        }
        #expect(try await harness.create().choices[0].message.content == "Hello")
    }

    @Test("A provider is asked for the key before each attempt; its error reaches the caller unchanged")
    func provider() async throws {
        let count = Counter()
        let harness = try Harness(.status(500), .completion) {
            $0.apiKey = .provider { "sk-provided-\(count.next())" }
        }
        _ = try await harness.create(retries: 1).get()
        #expect(
            harness.transport.requests.map { $0.header("authorization") }
                == ["Bearer sk-provided-1", "Bearer sk-provided-2"]
        )
        let failing = try Harness(.completion) { $0.apiKey = .provider { throw OwnError(id: 1) } }
        await #expect(throws: OwnError(id: 1)) { try await failing.create() }
        let injecting = try Harness(.completion) { $0.apiKey = .provider { "a\r\nx: y" } }
        #expect(await injecting.failure()?.code == .configuration)
        #expect(injecting.transport.requests.isEmpty)
    }
}
