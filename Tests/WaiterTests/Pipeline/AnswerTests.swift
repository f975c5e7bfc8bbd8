import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Responses of all kinds", .timeLimit(.minutes(10)))
struct AnswerTests {
    private static let chunk = #"{"id":"c","choices":[{"index":0,"delta":{"content":"Hel"}}]}"#
    private static let last = #"{"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}"#
    private static let usage = #"{"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}"#

    private func event(_ data: String) -> String { "data: \(data)\n\n" }

    // MARK: Complete answers

    @Test(
        "A 200 without a completion is an error with the partial content",
        arguments: [
            ("{}", "'choices' is missing"), ("null", "expected object but found null"),
            ("[]", "does not match the expected format"),
            ("1", "does not match the expected format"), (#""text""#, "does not match the expected format"),
            ("", "empty response"),
            (" \n ", "empty response"), ("<html>", "HTML"), ("{\"choices\":[", "malformed"), ("{} {}", "malformed"),
            ("Bad gateway", "non-JSON response"), (#"{"choices":{}}"#, "choices"), ("[{}] x", "malformed"),
        ]
    )
    func noCompletion(body: String, message: String) async throws {
        let harness = try Harness(.json(body, headers: ["x-request-id": "req_1"]))
        let error = try #require(await harness.failure())
        #expect(error.code == .invalidResponse)
        #expect(error.message.contains(message), "\(error.message)")
        #expect(error.status == 200)
        #expect(error.requestID == "req_1")
        #expect(error.body ?? "" == body)
        #expect(harness.transport.requests.count == 1)
    }

    @Test("A 200 with an error object is that error, whether on its own or in a list")
    func errorInside() async throws {
        let harness = try Harness(.json(#"{"error":{"message":"slow down","code":429}}"#))
        let error = await harness.failure(RequestOptions())
        #expect(error?.code == .rateLimited)
        #expect(error?.message == "slow down")
        #expect(error?.status == 200)
        #expect(harness.transport.requests.count == 1)
        #expect(await (try Harness(.json(#"[{"error":{"message":"m","code":404}}]"#))).failure()?.code == .notFound)
        #expect(await (try Harness(.json(#"{"error":"broken"}"#))).failure()?.code == .server)
        for empty in ["null", "false", "\"\"", "{}"] {
            let harness = try Harness(.json(#"{"error":\#(empty),"choices":[{"message":{"content":"Hi"}}]}"#))
            #expect(try await harness.create().text == "Hi")
        }
    }

    @Test("A response beyond the limit is rejected while it is read")
    func tooLarge() async throws {
        let harness = try Harness(
            .stall(
                headers: ["content-type": "application/json"],
                chunks: [[UInt8](repeating: 0x20, count: 60), [0x20], [0x20]]
            )
        ) { $0.limits.responseBytes = 61 }
        #expect(await harness.failure()?.code == .responseTooLarge)
        #expect(harness.transport.cancelledBodies == 1)
        let event = try Harness(.events("data: 0123456789\n\n")) { $0.limits.eventBytes = 5 }
        #expect((await event.stream().error as? OpenAIError)?.code == .responseTooLarge)
    }

    @Test("The raw response has head, bytes and rate limits")
    func raw() async throws {
        let harness = try Harness(
            .json(
                #"{"choices":[{"message":{}}]}"#,
                headers: ["x-request-id": "r", "x-ratelimit-remaining-tokens": "5"]
            )
        )
        let response = try await harness.client.send(.chatCompletion(Harness.request))
        #expect(response.head.status == 200)
        #expect(response.head.requestID == "r")
        #expect(response.head.rateLimits?.tokens.remaining == 5)
        #expect(String(decoding: response.body, as: UTF8.self) == #"{"choices":[{"message":{}}]}"#)
    }

    @Test(
        "An answer without choices, with an error in a choice, or with a finish reason for a failure is an error",
        arguments: [
            (#"{"choices":[]}"#, OpenAIError.Code.invalidResponse, "no choices", nil),
            (
                #"{"choices":[{"message":{"content":"Hel"},"error":{"message":"upstream","code":504}}]}"#, .server,
                "upstream", "Hel"
            ),
            (#"{"choices":[{"error":{"message":"slow down","code":429}}]}"#, .rateLimited, "slow down", ""),
            (#"{"choices":[{"message":{"content":"Hel"},"finish_reason":"error"}]}"#, .streamError, "'error'", "Hel"),
        ] as [(String, OpenAIError.Code, String, String?)]
    )
    func failures(body: String, code: OpenAIError.Code, message: String, text: String?) async throws {
        // The same for a streaming request.
        for streams in [false, true] {
            let harness = try Harness(.json(body, headers: ["x-request-id": "r"]))
            let error =
                streams
                ? try #require(await harness.stream().error as? OpenAIError) : try #require(await harness.failure())
            #expect(error.code == code)
            #expect(error.message.contains(message), "\(error.message)")
            #expect(error.completion?.text == text)
            #expect(error.status == 200 && error.requestID == "r")
            #expect(harness.transport.requests.count == 1)
        }
    }

    @Test("Answers with finish reasons for limits and filters, or unknown ones, are returned with their outcome")
    func outcomes() async throws {
        for reason in ["max_tokens", "SAFETY", "new"] {
            let body = #"{"choices":[{"message":{"content":"Hel"},"finish_reason":"\#(reason)"}]}"#
            let completion = try await Harness(.json(body)).create()
            #expect(completion.text == "Hel")
            #expect(completion.choices[0].finishReason?.rawValue == reason)
        }
    }

    @Test("A think block is separated from the text, or left in it")
    func thoughts() async throws {
        let body = #"{"choices":[{"message":{"content":"<think>Hm</think>\n\n42"},"finish_reason":"stop"}]}"#
        let separated = try await Harness(.json(body)).create()
        #expect(separated.text == "42" && separated.message?.reasoning == "Hm")
        let kept = try await Harness(.json(body)).client.chat.completions.create(Harness.request, thinkTags: .kept)
        #expect(kept.text == "<think>Hm</think>\n\n42" && kept.message?.reasoning == nil)
    }

    // MARK: Streams

    @Test(
        "A stream that ends properly without an answer is an error, and its chunks are delivered first",
        arguments: [
            ("data: [DONE]\n\n", OpenAIError.Code.invalidResponse, ""), ("data: [DONE]", .invalidResponse, ""),
            (
                #"data: {"choices":[{"delta":{"content":"Hel"}}]}"# + "\n\n"
                    + #"data: {"choices":[{"delta":{},"finish_reason":"error"}]}"# + "\n\ndata: [DONE]\n\n",
                .streamError, "Hel"
            ),
            (
                #"data: {"choices":[{"delta":{"content":"Hel"},"finish_reason":"abort"}]}"# + "\n\n", .streamError,
                "Hel"
            ),
            (
                #"data: {"choices":[{"delta":{"content":"Hel"},"error":{"message":"m","code":500}}]}"# + "\n\n",
                .streamError, "Hel"
            ),
            ("event: error\ndata: out of memory\n\ndata: [DONE]\n\n", .streamError, ""),
        ]
    )
    func failedStreams(events: String, code: OpenAIError.Code, text: String) async throws {
        let (chunks, failure) = await (try Harness(.events(events))).stream()
        let error = try #require(failure as? OpenAIError)
        #expect(error.code == code, "\(error)")
        #expect(chunks.text == text)
        #expect(error.completion?.text ?? "" == text)
    }

    @Test("Text that could have started a tag is delivered at the end")
    func heldBack() async throws {
        for end in ["data: [DONE]\n\n", "data: [DONE]"] {
            let piece = event(#"{"choices":[{"delta":{"content":"<thi"}}]}"#)
            let (chunks, error) = await (try Harness(.events(piece + end))).stream()
            #expect(error == nil)
            #expect(chunks.text == "<thi")
        }
    }

    @Test("A stream is complete with its end marker, with a finish reason, or with both")
    func whole() async throws {
        for ending in ["[DONE]", Self.last, Self.last + "\n\ndata: [DONE]"] {
            let harness = try Harness(.events(event(Self.chunk) + event(ending)))
            let (chunks, error) = await harness.stream()
            #expect(error == nil, "\(ending)")
            #expect(chunks.text.hasPrefix("Hel"))
        }
        for unterminated in ["data: [DONE]", "data:[DONE]\r", "data: \(Self.last)", "data: \(Self.last)\n"] {
            let harness = try Harness(.events(event(Self.chunk) + unterminated))
            #expect(await harness.stream().error == nil, "\(unterminated)")
        }
    }

    @Test("An end marker or last event without its blank line counts even if the connection then breaks")
    func brokenAfterTheEnd() async throws {
        for (ending, isWhole) in [
            ("data: [DONE]", true), ("data: \(Self.last)", true), (event(Self.last), true),
            ("data: {\"choices\"", false),
            ("data: \(Self.chunk)", false),
        ] {
            let harness = try Harness(
                .breakOff(
                    status: 200,
                    headers: ["content-type": "text/event-stream"],
                    chunks: [Array((event(Self.chunk) + ending).utf8)],
                    error: TransportError(.reset, reason: "reset")
                )
            )
            let error = await harness.stream().error as? OpenAIError
            #expect((error == nil) == isWhole, "\(ending)")
            if !isWhole {
                #expect(error?.code == .streamTruncated)
                #expect(error?.connectionFailure == .reset)
            }
        }
    }

    @Test("A truncated stream has text, tool calls and usage; its chunks are delivered first")
    func truncated() async throws {
        let tool =
            #"{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"t","type":"function","function":{"name":"f","arguments":"{\"a"}}]}}]}"#
        for pieces in [
            [event(Self.usage) + event(Self.chunk) + event(tool)],
            [event(Self.usage), event(Self.chunk), event(tool) + "data: {\"cho"],
        ] {
            let harness = try Harness(
                .respond(
                    status: 200,
                    headers: ["content-type": "text/event-stream", "x-request-id": "r"],
                    chunks: pieces.map { Array($0.utf8) }
                )
            )
            let (chunks, failure) = await harness.stream()
            #expect(chunks.count == 3)
            let error = try #require(failure as? OpenAIError)
            #expect(error.code == .streamTruncated)
            #expect(error.requestID == "r")
            let completion = try #require(error.completion)
            #expect(completion.choices[0].message.content == "Hel")
            #expect(completion.choices[0].message.toolCalls.first?.id == "t")
            #expect(completion.usage?.totalTokens == 3)
        }
        #expect((await (try Harness(.events("")).stream()).error as? OpenAIError)?.code == .streamTruncated)
        #expect((await (try Harness(.events(": ping\n\n")).stream()).error as? OpenAIError)?.code == .streamTruncated)
        #expect(
            (await (try Harness(.events(event(Self.usage))).stream()).error as? OpenAIError)?.code == .streamTruncated
        )
    }

    @Test(
        "An error mid-stream is thrown with the partial answer",
        arguments: [
            (#"data: {"error":{"message":"boom","type":"server_error"}}"#, "streamError", "boom"),
            (#"data: {"error":"boom"}"#, "streamError", "boom"),
            (#"data: {"error":{"message":"boom","code":429}}"#, "rateLimited", "boom"),
            (#"data: {"object":"error","message":"boom","type":"BadRequestError","code":400}"#, "streamError", "boom"),
            ("event: error\ndata: {\"message\":\"boom\"}", "streamError", "boom"),
            (#"data: {"type":"error","message":"boom"}"#, "streamError", "boom"),
            ("data: {broken", "invalidResponse", "malformed"),
            ("data: 17", "invalidResponse", "malformed"),
            (#"data: {"choices":7}"#, "invalidResponse", ""),
        ]
    )
    func errorEvents(text: String, code: String, message: String) async throws {
        let harness = try Harness(.events(event(Self.chunk), text + "\n\n", event("[DONE]")))
        let (chunks, failure) = await harness.stream()
        let error = try #require(failure as? OpenAIError)
        #expect(chunks.count == 1)
        #expect(error.code.description == code)
        #expect(error.message.contains(message), "\(error.message)")
        #expect(error.completion?.choices[0].message.content == "Hel")
        #expect(error.status == 200)
    }

    @Test("Events without content for the caller are skipped, and data after the end marker is not read")
    func passedOver() async throws {
        let azure = #"{"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[]}"#
        let harness = try Harness(
            .events(
                ": hi\n\n" + event(azure) + event("") + event(" ") + event(Self.last) + event(Self.usage)
                    + event("[DONE]") + event("x")
            )
        )
        let (chunks, error) = await harness.stream()
        #expect(error == nil)
        #expect(chunks.count == 2)
        #expect(chunks.last?.usage?.totalTokens == 3)
    }

    @Test("A non-streaming completion is delivered as one chunk, whatever its content type")
    func completionInsteadOfStream() async throws {
        let body =
            #"{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}"#
        for type in ["application/json", "text/event-stream", "text/plain", ""] {
            for pieces in [[body], [" \n", String(body.prefix(10)), String(body.dropFirst(10))]] {
                let harness = try Harness(
                    .respond(status: 200, headers: ["content-type": type], chunks: pieces.map { Array($0.utf8) })
                )
                let (chunks, error) = await harness.stream()
                #expect(error == nil, "\(type)")
                #expect(chunks.text == "Hello", "\(type)")
                #expect(chunks.first?.choices[0].finishReason == .stop)
            }
        }
    }

    @Test(
        "Any other response to a streaming request is an error",
        arguments: ["application/json", "text/event-stream"]
    )
    func noStream(type: String) async throws {
        for (body, code) in [
            ("{}", "invalidResponse"), ("<html></html>", "invalidResponse"),
            (#"{"error":{"message":"m","code":401}}"#, "authentication"),
            ("[]", "invalidResponse"), ("{\"choices\":[", "invalidResponse"),
        ] {
            let harness = try Harness(
                .respond(status: 200, headers: ["content-type": type], chunks: [Array(body.utf8)])
            )
            let error = await harness.stream().error as? OpenAIError
            #expect(error?.code.description == code, "\(body)")
        }
    }

    @Test("A stream without a content type is parsed")
    func streamWithoutType() async throws {
        let text = "\u{FEFF}\n" + event(Self.last)
        let harness = try Harness(.respond(status: 200, headers: [:], chunks: text.utf8.map { [$0] }))
        #expect(await harness.stream().chunks.text == "lo")
    }

    @Test("Raw events end with the body, but not with a connection failure")
    func rawEvents() async throws {
        let events = "event: a\nid: 1\ndata: x\n\ndata: y\n\n"
        let harness = try Harness(.events(events))
        var seen: [ServerSentEvent] = []
        for try await event in try await harness.client.requestStream(.get, "/events") { seen.append(event) }
        #expect(seen == [.init(event: "a", data: "x", id: "1"), .init(data: "y", id: "1")])
        let broken = try Harness(
            .breakOff(
                status: 200,
                headers: ["content-type": "text/event-stream"],
                chunks: [Array(events.utf8)],
                error: TransportError(.reset, reason: "reset")
            )
        )
        let error = await #expect(throws: OpenAIError.self) {
            for try await _ in try await broken.client.requestStream(.get, "/events") {}
        }
        #expect(error?.code == .streamTruncated)
    }

    @Test("A stream split anywhere has the same chunks")
    func splits() async throws {
        let bytes = Array(
            (event(Self.chunk) + ": x\r\n\r\n" + event(Self.last) + event(Self.usage) + event("[DONE]")).utf8
        )
        for pieces in SplitEverywhere.twoPieces(bytes) {
            let harness = try Harness(
                .respond(status: 200, headers: ["content-type": "text/event-stream"], chunks: pieces)
            )
            let (chunks, error) = await harness.stream()
            #expect(error == nil)
            #expect(chunks.text == "Hello")
            #expect(chunks.count == 3)
        }
    }
}
