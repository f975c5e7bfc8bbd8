import Testing
import Waiter
import WaiterTestSupport

@Suite("Streams over real sockets", .timeLimit(.minutes(10)))
struct StreamTests {
    @Test("A connection is reused after the end marker if the end of the body arrives with or after it")
    func reuse() async throws {
        for endsAtOnce in [true, false] {
            let server = try FaultServer { _, _ in
                endsAtOnce
                    ? [.eventStreamHead, .chunk(content("He") + content("llo") + "data: [DONE]\n\n"), .lastChunk]
                    : [
                        .eventStreamHead, .chunk(content("He")), .chunk(content("llo")), .chunk("data: [DONE]\n\n"),
                        .lastChunk,
                    ]
            }
            // With a limit of one, the next call waits for the connection instead of opening another.
            let client = try makeClient(server) { $0.maxConnections = 1 }
            for _ in 0..<20 {
                let (text, error) = await stream(client)
                #expect(text == "Hello")
                #expect(error == nil)
            }
            #expect(server.connections == 1)
        }
    }

    @Test("A connection is reused if the end of the body arrives long after the end marker")
    func lateEnd() async throws {
        let gate = Gate()
        let server = try FaultServer { _, count in
            count == 0
                ? [.eventStreamHead, .chunk(content("a") + "data: [DONE]\n\n"), .wait(gate), .lastChunk]
                : [.response(completion)]
        }
        let client = try makeClient(server)
        #expect(await stream(client).text == "a")
        gate.open()
        #expect(await happens { server.requests.count == 1 })
        for _ in 0..<3 { _ = try await client.chat.completions.create(request) }
        #expect(server.connections <= 2)
    }

    @Test("A body that continues after the end marker does not hold its connection forever")
    func endless() async throws {
        let server = try FaultServer { _, _ in [.eventStreamHead, .chunk(content("a") + "data: [DONE]\n\n"), .stall] }
        let client = try makeClient(server) { $0.maxConnections = 1 }
        #expect(await stream(client).text == "a")
        #expect(await happens { server.openConnections == 0 })
        #expect(await stream(client).text == "a")
    }

    @Test("Leaving the loop closes the connection at once")
    func leaving() async throws {
        let server = try FaultServer { _, _ in [.eventStreamHead, .chunk(content("a")), .stall] }
        let client = try makeClient(server)
        for try await _ in try await client.chat.completions.stream(request) { break }
        #expect(await happens { server.openConnections == 0 })
        _ = try await client.chat.completions.stream(request)
        #expect(await happens { server.openConnections == 0 })
    }

    @Test("Cancelling the task closes the connection, before and after the response head")
    func cancelling() async throws {
        for steps in [[.stall], [.eventStreamHead, .chunk(content("a")), .stall]] as [[FaultServer.Step]] {
            let server = try FaultServer { _, _ in steps }
            let client = try makeClient(server) { $0.maxConnections = 1 }
            let task = Task { for try await _ in try await client.chat.completions.stream(request) {} }
            #expect(await happens { server.requests.count == 1 })
            task.cancel()
            let result = await task.result
            #expect(throws: CancellationError.self) { try result.get() }
            #expect(await happens { server.openConnections == 0 })
        }
    }

    @Test("A stream cut off in any way is truncated, and the error contains the partial answer")
    func cut() async throws {
        for end in [
            [.close], [.reset], [.lastChunk], [.text("5\r\nda"), .close],
            [.chunk("data: {\"choices\":[{\"del"), .lastChunk],
        ] as [[FaultServer.Step]] {
            let server = try FaultServer { _, _ in
                [.eventStreamHead, .chunk(content("He")), .chunk(content("llo"))] + end
            }
            let (text, error) = await stream(try makeClient(server))
            // A reset can overtake data sent before it.
            if case .reset = end[0] {} else { #expect(text == "Hello") }
            #expect(error?.code == .streamTruncated, "\(String(describing: error))")
            #expect(error?.completion?.choices.first?.message.content ?? "" == text)
        }
    }

    @Test("A finish reason completes a stream, however the connection ends afterwards")
    func finishReason() async throws {
        for end in [[.close], [.lastChunk], [.text("5\r\nda"), .close]] as [[FaultServer.Step]] {
            let server = try FaultServer { _, _ in [.eventStreamHead, .chunk(content("Hello")), .chunk(finished)] + end
            }
            let (text, error) = await stream(try makeClient(server))
            #expect(text == "Hello")
            #expect(error == nil, "\(String(describing: error))")
        }
    }

    @Test("A stream with invalid framing is truncated before its end, and complete after it")
    func nonsense() async throws {
        for isWhole in [false, true] {
            let gate = Gate()
            let server = try FaultServer { _, _ in
                let last = isWhole ? finished : ": nothing\n\n"
                return [.eventStreamHead, .chunk(last), .chunk(content("Hello")), .wait(gate), .text("zz\r\n"), .close]
            }
            let client = try makeClient(server)
            var text = ""
            do {
                for try await chunk in try await client.chat.completions.stream(request, options: once) {
                    text += chunk.choices.first?.delta.content ?? ""
                    if !text.isEmpty { gate.open() }
                }
                #expect(isWhole)
            } catch let error as OpenAIError {
                #expect(!isWhole)
                #expect(error.code == .streamTruncated)
                #expect(error.completion?.choices.first?.message.content == "Hello")
            }
            #expect(text == "Hello")
        }
    }

    @Test("A slow reader causes backpressure on the server instead of buffering, and loses nothing")
    func pressure() async throws {
        let piece = content(String(repeating: "x", count: 10_000))
        let server = try FaultServer { _, _ in
            [.eventStreamHead] + Array(repeating: .chunk(piece), count: 1000) + [
                .chunk("data: [DONE]\n\n"), .lastChunk,
            ]
        }
        let client = try makeClient(server)
        var count = 0
        for try await chunk in try await client.chat.completions.stream(request) {
            count += chunk.choices[0].delta.content?.count ?? 0
            if count % 500_000 == 0 { await Task.yield() }
        }
        #expect(count == 10_000_000)
    }

    @Test("A stream sent one byte at a time is parsed")
    func singleBytes() async throws {
        let text = content("Hé😀") + finished + "data: [DONE]\n\n"
        let server = try FaultServer { _, _ in
            [.text("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n")]
                + Array(text.utf8).map { .bytes([$0]) } + [.close]
        }
        #expect(await stream(try makeClient(server)).text == "Hé😀")
    }
}
