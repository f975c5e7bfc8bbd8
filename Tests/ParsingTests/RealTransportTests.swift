import Testing
import Waiter
import WaiterTestSupport

@Suite("Typed answers over real sockets")
struct RealTransportTests {
    private func client(_ server: FaultServer) throws -> OpenAI {
        try OpenAI(
            configuration: .init(
                apiKey: APIKey("sk-test-0123456789abcdefghij-beef"),
                baseURL: BaseURL(server.address + "/v1"),
                retry: RetryPolicy(maxRetries: 0)
            )
        )
    }

    private static func stream(_ events: [String]) -> [FaultServer.Step] {
        [.eventStreamHead] + events.map { .chunk($0) } + [.lastChunk]
    }

    @Test("A value, complete and streamed")
    func value() async throws {
        let server = try FaultServer { request, _ in
            request.text.contains("\"stream\":true")
                ? Self.stream(events(soupJSON.map { String($0) })) : [.response(document(soupJSON))]
        }
        let client = try client(server)
        #expect(try await client.chat.completions.parse(request, as: Soup.self).value == soup)
        let stream = try await client.chat.completions.stream(request, as: Soup.self)
        var previous = 0
        for try await snapshot in stream {
            let length = snapshot.json.jsonText.utf8.count
            #expect(length >= previous)
            previous = length
        }
        #expect(try await stream.value == soup)
    }

    @Test(
        "Refusal, length, content filter and violation",
        arguments: [
            (document(nil, refusal: "I cannot."), events([], refusal: "I cannot."), OpenAIError.Code.refusal),
            (document("{\"na", finish: "length"), events(["{\"na"], finish: "length"), .lengthLimit),
            (document("", finish: "content_filter"), events([""], finish: "content_filter"), .contentFilter),
            (document("{\"name\":1}"), events(["{\"name\"", ":1}"]), .schemaViolation),
            (document("Soup."), events(["So", "up."]), .schemaViolation),
        ]
    )
    func errors(_ whole: String, _ events: [String], _ code: OpenAIError.Code) async throws {
        let server = try FaultServer { request, _ in
            request.text.contains("\"stream\":true") ? Self.stream(events) : [.response(whole)]
        }
        let client = try client(server)
        let complete = await failure { try await client.chat.completions.parse(request, as: Soup.self) }
        let streamed = await failure {
            let stream = try await client.chat.completions.stream(request, as: Soup.self)
            for try await _ in stream {}
        }
        for error in [complete, streamed] {
            #expect(error?.code == code && error?.completion != nil && error?.partial?.usage?.totalTokens == 10)
        }
    }

    @Test("A connection that breaks in the middle of a value")
    func cut() async throws {
        let server = try FaultServer { _, _ in [.eventStreamHead, .chunk(events(["{\"name\":\"To"])[0]), .reset] }
        let client = try client(server)
        var last: ParsedSnapshot?
        let error = await failure {
            let stream = try await client.chat.completions.stream(request, as: Soup.self)
            for try await snapshot in stream { last = snapshot }
        }
        #expect(error?.code == .streamTruncated && error?.completion?.text == "{\"name\":\"To")
        #expect(last?.json == ["name": "To"])
    }

    @Test("A server that ignores the schema is named, and the second answer is taken")
    func reask() async throws {
        let findings = Findings()
        let server = try FaultServer { _, number in
            [.response(document(number == 0 ? "Tomato soup, of course!" : "```json\n\(soupJSON)\n```"))]
        }
        var options = findings.options
        options.maxReasks = 1
        let parsed = try await client(server).chat.completions
            .parse(request, as: Soup.self, structuredOutput: options)
        #expect(parsed.value == soup && parsed.reasks == 1)
        #expect(findings.all.map(\.server) == ["127.0.0.1:\(server.port)"])
        #expect(server.requests.count == 2)
    }
}
