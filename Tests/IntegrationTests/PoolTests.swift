import Foundation
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@Suite("The connection pool", .timeLimit(.minutes(10)))
struct PoolTests {
    @Test("A connection that the server closed while idle costs no call and no retry")
    func closedWhileIdle() async throws {
        let server = try FaultServer { _, count in
            count % 2 == 0 ? [.response(completion), .close] : [.response(completion)]
        }
        let client = try makeClient(server)
        let notices = Notices()
        for _ in 0..<30 {
            _ = try await client.chat.completions.create(
                request,
                options: RequestOptions(maxRetries: 0, onRetry: { notices.add($0) })
            )
        }
        #expect(notices.all.isEmpty)
    }

    @Test("A connection that the server closes as the request arrives costs no call and no retry")
    func closedWhenWritten() async throws {
        for step in [FaultServer.Step.close, .reset] {
            // The second request on each pooled connection reaches a server that is just closing it. The connection
            // that replaces it serves that request alone.
            let server = try FaultServer { _, count in count % 3 == 1 ? [step] : [.response(completion)] }
            let client = try makeClient(server)
            for _ in 0..<20 { _ = try await client.chat.completions.create(request, options: once) }
            #expect(server.requests.count == 30)
        }
    }

    /// A client with 256 pooled connections, on which no request after the first one gets a response.
    private func manyKept(_ answer: @escaping @Sendable (_ later: Int) -> [FaultServer.Step]) async throws -> (
        FaultServer, OpenAI
    ) {
        let all = Gate()
        let server = try FaultServer { _, count in
            count < 256 ? [.wait(all), .response(completion)] : answer(count - 256)
        }
        let client = try makeClient(server)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<256 {
                group.addTask { _ = try await client.chat.completions.create(request, options: once) }
            }
            #expect(await happens { server.requests.count == 256 })
            all.open()
            try await group.waitForAll()
        }
        #expect(server.connections == 256)
        return (server, client)
    }

    @Test("With 256 stale connections, a call is sent at most twice and succeeds over a new connection")
    func manyStale() async throws {
        let (server, client) = try await manyKept { $0 % 2 == 0 ? [.close] : [.response(completion)] }
        _ = try await client.chat.completions.create(request, options: once)
        #expect(server.requests.count == 258)
        #expect(server.connections == 257)
        #expect(server.requests[256].headers["idempotency-key"] == server.requests[257].headers["idempotency-key"])
        await client.shutdown(gracePeriod: .zero)
        #expect(await happens { server.openConnections == 0 })
    }

    @Test("A server that drops each request after reading it receives a call at most twice", arguments: [true, false])
    func allDropped(closes: Bool) async throws {
        let (server, client) = try await manyKept { _ in closes ? [.close] : [.reset] }
        let error = await failure(client)
        #expect(error?.connectionFailure == .reset && error?.attempts == 1)
        #expect(server.requests.count == 258)
        // With retries, each of them is one more request.
        #expect(await failure(client, RequestOptions(maxRetries: 2))?.attempts == 3)
        #expect(server.requests.count == 262)
    }

    @Test("Nothing is sent over a new connection that fails the check of its peer, and the next call connects again")
    func refusedPeer() async throws {
        let server = try FaultServer { _, _ in [.response(completion)] }
        let isTrusted = Atomic(false)
        let checks = Atomic(0)
        let configuration = try OpenAI.Configuration(apiKey: APIKey("sk-a"), baseURL: BaseURL(server.address + "/v1"))
        let transport = try AsyncHTTPClientTransport(configuration: configuration, addresses: [:]) {
            checks.add(1, ordering: .relaxed)
            guard !isTrusted.load(ordering: .relaxed) else { return }
            throw TransportError(.refused, reason: "another peer", isPermanent: true)
        }
        let client = try OpenAI(configuration: configuration, transport: transport)
        for _ in 0..<3 {
            let error = await failure(client)
            #expect(error?.connectionFailure == .refused)
            #expect(error?.description.contains("another peer") == true, "\(String(describing: error))")
        }
        // The server may accept a connection only after the client has closed it again.
        #expect(await happens { server.connections == 3 && server.openConnections == 0 })
        #expect(server.requests.isEmpty)
        isTrusted.store(true, ordering: .relaxed)
        for _ in 0..<3 { _ = try await client.chat.completions.create(request, options: once) }
        #expect(server.requests.count == 3 && server.connections == 4)
        #expect(checks.load(ordering: .relaxed) == 4, "once for each connection")
    }

    @Test("A thousand concurrent calls share eight connections")
    func thousand() async throws {
        let server = try FaultServer { request, _ in
            [.response(completion.replacingOccurrences(of: "Hello", with: request.headers["x-number"] ?? "?"))]
        }
        let client = try makeClient(server) { $0.maxConnections = 8 }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<1000 {
                group.addTask {
                    let options = RequestOptions(headers: ["x-number": "\(number)"], maxRetries: 0)
                    let answer = try await client.chat.completions.create(request, options: options)
                    return answer.choices[0].message.content == "\(number)"
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
        #expect(server.requests.count == 1000)
        #expect(server.connections <= 8)
    }

    @Test("Half of many streams are cancelled; the others complete, and nothing stays open")
    func mixed() async throws {
        let server = try FaultServer { request, _ in
            request.headers["x-stall"] == nil
                ? [.eventStreamHead, .chunk(content("Hello") + "data: [DONE]\n\n"), .lastChunk]
                : [.eventStreamHead, .chunk(content("a")), .stall]
        }
        let client = try makeClient(server) { $0.maxConnections = 16 }
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<200 {
                group.addTask {
                    if number % 2 == 0 {
                        let options = RequestOptions(headers: ["x-stall": "1"], maxRetries: 0)
                        do {
                            for try await _ in try await client.chat.completions.stream(request, options: options) {
                                break
                            }
                        } catch {
                            Issue.record(error)
                        }
                    } else {
                        let (text, error) = await stream(client)
                        #expect(text == "Hello")
                        #expect(error == nil)
                    }
                }
            }
        }
        await client.shutdown(gracePeriod: .seconds(5))
        #expect(await happens { server.openConnections == 0 })
    }

    @Test("Releasing a client closes all connections")
    func dropped() async throws {
        let server = try FaultServer { _, _ in [.response(completion)] }
        for _ in 0..<20 {
            let client = try makeClient(server)
            _ = try await client.chat.completions.create(request)
        }
        #expect(await happens { server.openConnections == 0 })
        #expect(server.connections == 20)
    }

    @Test("A queued call starts when another one ends, and its deadline applies while it waits")
    func queue() async throws {
        let gate = Gate()
        let server = try FaultServer { _, count in
            count == 0 ? [.wait(gate), .response(completion)] : [.response(completion)]
        }
        let client = try makeClient(server) { $0.maxConnections = 1 }
        let first = Task { try await client.chat.completions.create(request) }
        #expect(await happens { server.requests.count == 1 })
        let impatient = RequestOptions(timeouts: OpenAI.Timeouts(total: .milliseconds(50)), maxRetries: 0)
        #expect(await failure(client, impatient)?.deadline == .total)
        let cancelled = Task { try await client.chat.completions.create(request) }
        let third = Task { try await client.chat.completions.create(request) }
        cancelled.cancel()
        let result = await cancelled.result
        #expect(throws: CancellationError.self) { try result.get() }
        gate.open()
        _ = try await (first.value, third.value)
        #expect(server.requests.count == 2)
        #expect(server.connections == 1)
    }
}
