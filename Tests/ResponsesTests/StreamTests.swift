import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Response streams over real sockets", .timeLimit(.minutes(5)))
struct StreamTests {
    static let start = #"""
        {"type":"response.created","response":{"id":"r","object":"response","status":"in_progress","model":"m","output":[]}}
        {"type":"response.output_item.added","output_index":0,"item":{"id":"msg","type":"message","role":"assistant","content":[]}}
        {"type":"response.output_text.delta","item_id":"msg","output_index":0,"content_index":0,"delta":"Hel"}
        {"type":"response.output_text.delta","item_id":"msg","output_index":0,"content_index":0,"delta":"lo"}
        """#

    static let completed = #"{"type":"response.completed","response":\#(completedResponse)}"#

    private func server(_ body: String, then end: [FaultServer.Step] = [.lastChunk]) throws -> FaultServer {
        try FaultServer { _, _ in [.eventStreamHead, .chunk(body)] + end }
    }

    @Test("A stream arrives, however its bytes are split, and its connection is reused")
    func whole() async throws {
        let bytes = Array(events(Self.start + "\n" + Self.completed).utf8)
        let server = try FaultServer { _, number in
            let size = number % 97 + 1
            let chunks = stride(from: 0, to: bytes.count, by: size).map {
                FaultServer.Step.chunk(Array(bytes[$0..<min($0 + size, bytes.count)]))
            }
            return [.eventStreamHead] + chunks + [.lastChunk]
        }
        let client = try makeClient(server)
        for _ in 0..<97 {
            let (text, error) = await read(client)
            #expect(text == "Hello")
            #expect(error == nil)
        }
        #expect(server.connections <= 2)
        #expect(body(server.requests[0])?["stream"] == true)
    }

    @Test("An end without the end of the response is an error with the partial response")
    func truncated() async throws {
        let ends: [[FaultServer.Step]] = [[.lastChunk], [.close], [.reset], [.chunk("data: [DONE]\n\n"), .lastChunk]]
        for end in ends {
            let server = try server(events(Self.start), then: end)
            let (text, error) = await read(try makeClient(server))
            #expect(text == "Hello")
            #expect(error?.code == .streamTruncated)
            #expect(error?.response?.outputText == "Hello")
            #expect(error?.response?.id == "r")
        }
    }

    @Test("A connection that breaks after the end of the response does not matter")
    func breaksAfterEnd() async throws {
        for end in [[.close], [.reset], [.stall]] as [[FaultServer.Step]] {
            let server = try server(events(Self.start + "\n" + Self.completed), then: end)
            let (text, error) = await read(try makeClient(server))
            #expect(text == "Hello")
            #expect(error == nil)
        }
    }

    @Test("A failed response, and an error in the middle, are thrown with their cause and the partial response")
    func failures() async throws {
        let failures: [(event: String, code: OpenAIError.Code, message: String)] = [
            (#"{"type":"response.failed","response":\#(failedResponse)}"#, .streamError, "the model crashed"),
            (
                #"{"type":"error","code":"server_error","message":"out of luck","param":null}"#, .streamError,
                "out of luck"
            ),
            (
                #"{"type":"error","error":{"code":"rate_limit_exceeded","message":"slow down"}}"#, .rateLimited,
                "slow down"
            ),
            (#"{"error":{"code":500,"message":"broken","type":"server_error"}}"#, .streamError, "broken"),
            (
                #"{"type":"response.incomplete","response":{"id":"r","status":"cancelled","output":[]}}"#, .streamError,
                "the response was cancelled"
            ),
        ]
        for failure in failures {
            let server = try server(events(Self.start + "\n" + failure.event))
            let (text, error) = await read(try makeClient(server))
            #expect(text == "Hello", "\(failure.event)")
            #expect(error?.code == failure.code, "\(failure.event)")
            #expect(error?.message == failure.message)
            #expect(error?.response?.outputText.hasPrefix("He") == true)
        }
    }

    @Test("A response that was cut off ends its stream, with the reason")
    func incomplete() async throws {
        let cut = #"""
            {"type":"response.incomplete","response":{"id":"r","status":"incomplete","incomplete_details":{"reason":"content_filter"},"output":[]}}
            """#
        let server = try server(events(Self.start + "\n" + cut))
        var accumulator = ResponseAccumulator()
        for try await event in try await makeClient(server).responses.stream(request) { accumulator.append(event) }
        #expect(accumulator.response.incompleteReason == .contentFilter)
        #expect(accumulator.response.outputText == "Hello")
        let error = #expect(throws: OpenAIError.self) { try accumulator.response.requireComplete() }
        #expect(error?.code == .contentFilter)
    }

    @Test("A whole response in place of a stream is delivered as one event")
    func document() async throws {
        let server = try FaultServer { _, _ in [.response(completedResponse)] }
        var accumulator = ResponseAccumulator()
        for try await event in try await makeClient(server).responses.stream(request) { accumulator.append(event) }
        #expect(accumulator.response.outputText == "Hello")
        let failing = try FaultServer { _, _ in [.response(failedResponse)] }
        let error = await read(try makeClient(failing)).error
        #expect(error?.response?.status == .failed)
    }

    @Test("The stream of llama.cpp's server is read without its done events too, and marked as cut")
    func llama() async throws {
        let whole = try Fixture.llamaStream.trimmingCharacters(in: .newlines) + "\n\n"
        let parts = whole.components(separatedBy: "\n\n").filter { !$0.isEmpty }.map { $0 + "\n\n" }
        let withoutDone = parts.filter { !$0.contains("done\n") }.joined()
        for body in [whole, withoutDone] {
            let server = try server(body)
            var request = request
            request.maxOutputTokens = 6
            var accumulator = ResponseAccumulator()
            for try await event in try await makeClient(server).responses.stream(request) { accumulator.append(event) }
            #expect(accumulator.response.outputText == "Hello! I'm here to")
            #expect(accumulator.response.isTruncated)
            #expect(accumulator.response.usage?.inputTokens == 33)
        }
        let unfinished = try server(parts.filter { !$0.contains("done\n") && !$0.contains("completed") }.joined())
        let (text, error) = await read(try makeClient(unfinished))
        #expect(text == "Hello! I'm here to")
        #expect(error?.code == .streamTruncated)
        #expect(error?.response?.outputText == "Hello! I'm here to")
    }

    @Test("Leaving the loop closes the connection")
    func leaving() async throws {
        let server = try server(events(Self.start), then: [.stall])
        for try await _ in try await makeClient(server).responses.stream(request) { break }
        await eventually { server.openConnections == 0 }
        #expect(server.openConnections == 0)
    }

    @Test("A long stream runs in constant memory, and its error keeps about 1 MB of text")
    func longStream() async throws {
        let delta =
            #"{"type":"response.output_text.delta","item_id":"msg","output_index":0,"content_index":0,"delta":"\#(String(repeating: "x", count: 1000))"}"#
        let chunk = events(delta)
        let server = try FaultServer { _, _ in
            [.eventStreamHead, .chunk(events(Self.start))] + Array(repeating: .chunk(chunk), count: 3000) + [.lastChunk]
        }
        let (text, error) = await read(try makeClient(server))
        #expect(text.utf8.count == 3_000_005)
        let kept = try #require(error?.response?.outputText.utf8.count)
        #expect(kept > 900_000 && kept < 1_200_000)
    }

    private func body(_ request: FaultServer.Request) -> JSONValue? { try? JSONValue(parsing: request.body) }
}
