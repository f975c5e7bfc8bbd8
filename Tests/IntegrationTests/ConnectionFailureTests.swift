import Testing
import Waiter
import WaiterTestSupport

@Suite("Connection failures", .timeLimit(.minutes(10)))
struct ConnectionFailureTests {
    @Test("A refused connection is reported as refused, at once")
    func refused() async throws {
        let closed = try ClosedPort()
        let client = try makeClient(FaultServer { _, _ in [] }) { configuration in
            if let url = try? BaseURL(closed.address + "/v1") { configuration.baseURL = url }
        }
        let error = await failure(client)
        #expect(error?.code == .connection)
        #expect(error?.connectionFailure == .refused)
        #expect(error?.message == "connection refused")
        #expect(await failure(client, RequestOptions(maxRetries: 2))?.attempts == 3)
        withExtendedLifetime(closed) {}
    }

    @Test("A host name that does not resolve is reported as such")
    func unresolvable() async throws {
        let client = try OpenAI(
            configuration: .init(apiKey: APIKey("k"), baseURL: BaseURL("https://does-not-exist.invalid/v1"))
        )
        let error = await failure(client)
        #expect(error?.code == .connection)
        #expect(error?.connectionFailure == .dns)
    }

    @Test("Names under localhost resolve to this machine, regardless of DNS")
    func localhostNames() async throws {
        let server = try FaultServer { _, _ in [.response(completion)] }
        let client = try makeClient(server) { configuration in
            if let url = try? BaseURL("http://api.localhost:\(server.port)/v1") { configuration.baseURL = url }
        }
        _ = try await client.chat.completions.create(request, options: once)
        #expect(server.requests.first?.headers["host"] == "api.localhost:\(server.port)")
    }

    @Test("TLS to a server without TLS is reported as such")
    func noTLS() async throws {
        let server = try FaultServer(
            onAccept: { _ in [.text("HTTP/1.1 400 Bad Request\r\n\r\n"), .close] },
            script: { _, _ in [] }
        )
        let client = try makeClient(server) { configuration in
            if let url = try? BaseURL("https://127.0.0.1:\(server.port)/v1") { configuration.baseURL = url }
        }
        let error = await failure(client)
        #expect(error?.connectionFailure == .tls, "\(String(describing: error?.underlying))")
        let silent = try FaultServer(onAccept: { _ in [.close] }, script: { _, _ in [] })
        let other = try makeClient(silent) { configuration in
            if let url = try? BaseURL("https://127.0.0.1:\(silent.port)/v1") { configuration.baseURL = url }
        }
        #expect(await failure(other)?.code == .connection)
    }

    @Test("A connection closed or reset before the response is retried")
    func beforeTheAnswer() async throws {
        for step in [FaultServer.Step.close, .reset] {
            let server = try FaultServer { _, count in count == 0 ? [step] : [.response(completion)] }
            let client = try makeClient(server)
            let notices = Notices()
            let answer = try await client.chat.completions.create(
                request,
                options: RequestOptions(onRetry: { notices.add($0) })
            )
            #expect(answer.choices[0].message.content == "Hello")
            #expect(notices.all.map(\.reason.connectionFailure) == [.reset])
            #expect(server.requests.count == 2)
            #expect(server.requests[0].headers["idempotency-key"] == server.requests[1].headers["idempotency-key"])
        }
    }

    @Test("A connection closed on accept, or another protocol, is an error")
    func nonsense() async throws {
        let closing = try FaultServer(onAccept: { _ in [.close] }, script: { _, _ in [] })
        #expect(await failure(try makeClient(closing))?.code == .connection)
        for text in ["SSH-2.0-OpenSSH\r\n", "\0\0\0", "HTTP/9.9 abc\r\n\r\n", "HTTP/1.1 200\r\nbroken header\r\n\r\n"] {
            let server = try FaultServer { _, _ in [.text(text), .close] }
            let error = await failure(try makeClient(server))
            #expect(
                [.connection, .invalidResponse].contains(error?.code),
                "\(text.debugDescription): \(String(describing: error))"
            )
        }
    }

    @Test("A truncated response is an error and not retried")
    func middle() async throws {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
        for steps in [
            [.text(head + "content-length: 500\r\n\r\n{\"id\":"), .close],
            [.text(head + "content-length: 500\r\n\r\n{\"id\":"), .reset],
            [.text(head + "transfer-encoding: chunked\r\n\r\n"), .chunk("{\"id\":"), .close],
            [.text(head + "transfer-encoding: chunked\r\n\r\n"), .text("5\r\n{\"id"), .close],
            [.text(head + "transfer-encoding: chunked\r\n\r\n"), .text("xyz\r\n{\"id"), .close],
        ] as [[FaultServer.Step]] {
            let server = try FaultServer { _, _ in steps }
            let error = await failure(try makeClient(server), RequestOptions())
            #expect(error?.code == .connection, "\(String(describing: error))")
            #expect(error?.status == 200)
            #expect(server.requests.count == 1)
        }
    }

    @Test("A content length that is too short truncates the answer, and the rest does not reach the next call")
    func wrongLength() async throws {
        let server = try FaultServer { _, count in
            count == 0
                ? [.text("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n" + completion)] : [.response(completion)]
        }
        let client = try makeClient(server)
        #expect(await failure(client)?.code == .invalidResponse)
        #expect(try await client.chat.completions.create(request).choices.count == 1)
    }

    @Test("A response sent before the request has been read is received")
    func earlyAnswer() async throws {
        let server = try FaultServer(
            onAccept: { _ in
                [.response(#"{"error":{"message":"too large"}}"#, status: "413 Too Large"), .halfClose, .stall]
            },
            script: { _, _ in [] }
        )
        let client = try makeClient(server)
        let large = ChatCompletionRequest(model: "m", messages: [.user(String(repeating: "x", count: 4 << 20))])
        let error = await #expect(throws: OpenAIError.self) {
            try await client.chat.completions.create(large, options: once)
        }
        #expect([.payloadTooLarge, .connection].contains(error?.code), "\(String(describing: error))")
    }
}
