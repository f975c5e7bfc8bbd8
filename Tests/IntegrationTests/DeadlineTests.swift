import Testing
import Waiter
import WaiterTestSupport

@Suite("Deadlines over real sockets", .timeLimit(.minutes(10)))
struct DeadlineTests {
    private static let short = Duration.milliseconds(300)

    @Test(
        "A server that sends nothing runs into the first-content deadline, and its connection is closed"
    )
    func firstContent() async throws {
        let server = try FaultServer { _, _ in [.stall] }
        let options = RequestOptions(timeouts: OpenAI.Timeouts(firstContent: Self.short), maxRetries: 0)
        let error = await failure(try makeClient(server), options)
        #expect(error?.deadline == .firstContent)
        #expect(await happens { server.openConnections == 0 })
    }

    @Test("The first-content deadline starts with the last byte of the request, however large it is")
    func slowUpload() async throws {
        let gate = Gate()
        let server = try FaultServer(
            onAccept: { _ in [.wait(gate)] },
            script: { _, _ in
                [.response(#"{"id":"f","object":"file","bytes":1,"created_at":1,"filename":"a","purpose":"batch"}"#)]
            }
        )
        let large = FileUpload(.bytes([UInt8](repeating: 7, count: 32 << 20), name: "a"), purpose: .batch)
        let clock = ManualClock()
        let hour = Duration.seconds(3600)
        let client = try makeClient(server) { configuration in
            configuration.clock = clock
            configuration.timeouts = OpenAI.Timeouts(connect: hour, firstContent: Self.short, idle: hour, total: hour)
        }
        let call = Task { try await client.files.create(large, options: once) }
        #expect(await happens { server.connections == 1 })
        // The request is not read for longer than the deadline.
        clock.advance(by: Self.short * 2)
        gate.open()
        #expect(try await call.value.id == "f")
    }

    @Test("A GET without a complete response is retried, which is free; a POST is not")
    func silentGet() async throws {
        let silences: [[FaultServer.Step]] = [
            [.stall], [.text("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n"), .stall],
            [.text("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"), .close],
            [.text("HTTP/1.1 200 OK\r\n\r\n{\"object\":"), .close],
            [.text("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n9\r\n{\"object\""), .close],
        ]
        for steps in silences {
            let server = try FaultServer { _, count in
                count == 0 ? steps : [.response(#"{"object":"list","data":[]}"#)]
            }
            let client = try makeClient(server) { $0.timeouts.idle = Self.short }
            #expect(try await client.models.list().data.isEmpty)
            #expect(server.requests.count == 2)
            let other = try FaultServer { _, _ in steps }
            let post = try makeClient(other) { $0.timeouts.idle = Self.short }
            _ = await failure(post, RequestOptions())
            #expect(other.requests.count == 1)
        }
    }

    @Test("A body or stream that stalls runs into the idle deadline")
    func idle() async throws {
        let server = try FaultServer { request, _ in
            request.text.contains("stream")
                ? [.eventStreamHead, .chunk(content("a"))] + Array(repeating: .chunk(": ping\n\n"), count: 20) + [
                    .stall
                ]
                : [.text("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"), .stall]
        }
        let client = try makeClient(server) { $0.timeouts.idle = Self.short }
        #expect(await failure(client)?.deadline == .idle)
        let (text, error) = await stream(client)
        #expect(text == "a")
        #expect(error?.deadline == .idle)
        #expect(await happens { server.openConnections == 0 })
    }

    @Test("A body that trickles forever runs into the total deadline")
    func total() async throws {
        let gate = Gate()
        let server = try FaultServer { _, _ in
            [.eventStreamHead] + Array(repeating: .chunk(": ping\n\n"), count: 100) + [.wait(gate)]
        }
        let client = try makeClient(server) { $0.timeouts.total = .milliseconds(500) }
        let (_, error) = await stream(client)
        #expect(error?.deadline == .total)
        gate.open()
    }

    @Test("A TLS handshake that never completes runs into the connect deadline")
    func connect() async throws {
        let server = try FaultServer(onAccept: { _ in [.stall] }, script: { _, _ in [] })
        let client = try OpenAI(
            configuration: .init(
                apiKey: APIKey("k"),
                baseURL: BaseURL("https://127.0.0.1:\(server.port)/v1"),
                timeouts: OpenAI.Timeouts(connect: Self.short)
            )
        )
        let error = await failure(client)
        #expect(error?.deadline == .connect, "\(String(describing: error))")
        // The half-open connection does not delay the end of the program.
        let start = ContinuousClock.now
        await client.shutdown(gracePeriod: .zero)
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
