import Foundation
import Testing
import Waiter
import WaiterTestSupport

/// Bad input through the real transport.
@Suite("Tool loops with misbehaving servers", .timeLimit(.minutes(1)))
struct ToolFaultTests {
    /// A client of a server that plays one answer for each chat request; the last one repeats.
    private func client(_ answers: [[FaultServer.Step]]) throws -> (OpenAI, FaultServer) {
        let server = try FaultServer { request, number in
            if request.path.hasPrefix("/props") { return [.response("{}", status: "404 Not Found")] }
            // The first request asks for the properties.
            return answers[min(number - 1, answers.count - 1)]
        }
        let client = try OpenAI(
            configuration: .init(
                apiKey: APIKey("sk-test-0123456789"),
                baseURL: BaseURL(server.address + "/v1"),
                retry: RetryPolicy(maxRetries: 0)
            )
        )
        return (client, server)
    }

    private func stream(_ events: [JSONValue], isComplete: Bool = true) -> [FaultServer.Step] {
        let chunks = events.map { FaultServer.Step.chunk("data: \($0.jsonText)\n\n") }
        let end: [FaultServer.Step] = isComplete ? [.chunk("data: [DONE]\n\n"), .lastChunk] : [.close]
        return [.eventStreamHead] + chunks + end
    }

    private func event(_ delta: JSONValue, finish: JSONValue = .null) -> JSONValue {
        [
            "object": "chat.completion.chunk", "model": "m",
            "choices": [["index": 0, "delta": delta, "finish_reason": finish]],
        ]
    }

    private func call(_ name: String, _ arguments: String, id: String = "a", index: Int = 0) -> JSONValue {
        [
            "index": .integer(Int64(index)), "id": .string(id), "type": "function",
            "function": ["name": .string(name), "arguments": .string(arguments)],
        ]
    }

    private func calling(_ calls: JSONValue...) -> [FaultServer.Step] {
        stream([event(["tool_calls": .array(calls)]), event([:], finish: "tool_calls")])
    }

    private func text(_ text: String) -> [FaultServer.Step] {
        stream([event(["content": .string(text)], finish: "stop")])
    }

    /// The results that the second request carries.
    private func told(_ server: FaultServer) throws -> [String] {
        let body = try JSONValue(jsonText: String(decoding: try #require(server.requests.last).body, as: UTF8.self))
        let messages = body["messages"]?.arrayValue ?? []
        return messages.filter { $0["role"] == "tool" }.map { $0["content"]?.stringValue ?? "" }
    }

    @Test("Unknown tools, malformed arguments and repeated IDs are reported to the model, and the loop continues")
    func brokenCalls() async throws {
        let (client, server) = try client([
            calling(
                call("sub", "{}", index: 0),
                call("add", "{\"n\": 1", index: 1),
                call("add", #"{"n":"one"}"#, index: 2)
            ),
            text("Done"),
        ])
        let run = client.chat.completions.run(request(), tools: [try tool("add")])
        #expect(try await run.collect().text == "Done")
        let told = try told(server)
        #expect(told.count == run.checkpoint?.request.messages.compactMap(\.toolCallID).count)
        #expect(told.allSatisfy { $0.hasPrefix("error: ") })
        #expect(told.first?.contains("no tool named 'sub'") == true)
        let ids = run.checkpoint?.request.messages.compactMap(\.toolCallID) ?? []
        #expect(Set(ids).count == ids.count)
    }

    @Test("Arguments of 10 MB in many chunks are refused, and not sent back")
    func longArguments() async throws {
        let part = String(repeating: "x", count: 1 << 20)
        var events = [event(["tool_calls": [call("add", #"{"n":1,"x":""#)]])]
        for _ in 0..<10 {
            events.append(event(["tool_calls": [["index": 0, "function": ["arguments": .string(part)]]]]))
        }
        events.append(event(["tool_calls": [["index": 0, "function": ["arguments": "\"}"]]]], finish: "tool_calls"))
        let (client, server) = try client([stream(events), text("Done")])
        let run = client.chat.completions.run(
            request(),
            tools: [
                try tool("add") { _ in
                    Issue.record("ran")
                    return ""
                }
            ]
        )
        #expect(try await run.collect().text == "Done")
        #expect(try told(server)[0].contains("the limit is 1048576 bytes"))
        #expect(server.requests.last?.body.count ?? .max < 10_000)
    }

    @Test("A connection that breaks in the middle of a call runs nothing; resuming sends the request again")
    func cutCall() async throws {
        let journal = Journal()
        let (client, server) = try client([
            stream([event(["tool_calls": [call("pay", #"{"n":1}"#)]])], isComplete: false),
            calling(call("pay", #"{"n":1}"#)), text("Done"),
        ])
        let pay = try tool("pay") { _ in
            journal.note("pay")
            return "paid"
        }
        let run = client.chat.completions.run(request(), tools: [pay])
        let error = await #expect(throws: OpenAIError.self) { try await run.collect() }
        #expect(error?.completion?.message?.toolCalls.count == 1)
        #expect(journal.all.isEmpty)
        let later = client.chat.completions.resume(try #require(run.checkpoint), tools: [pay])
        #expect(try await later.collect().text == "Done")
        #expect(journal.all == ["pay"])
        #expect(server.requests.count == 4)
    }

    @Test("A call truncated by the token limit does not run")
    func limitedCall() async throws {
        let (client, server) = try client([
            stream([event(["tool_calls": [call("pay", #"{"n":1}"#)]]), event([:], finish: "length")])
        ])
        let run = client.chat.completions.run(
            request(),
            tools: [
                try tool("pay") { _ in
                    Issue.record("ran")
                    return ""
                }
            ]
        )
        let error = await #expect(throws: OpenAIError.self) { try await run.collect() }
        #expect(error?.code == .lengthLimit)
        #expect(server.requests.count == 2)
    }

    @Test("Endlessly repeating the same call ends in an error")
    func repetition() async throws {
        let (client, server) = try client([calling(call("add", #"{"n":1}"#))])
        let run = client.chat.completions.run(request(), tools: [try tool("add")])
        let error = await #expect(throws: OpenAIError.self) { try await run.collect() }
        #expect(error?.code == .toolLoop)
        #expect(server.requests.count == 4)
    }

    @Test("Leaving a run in the middle of a step closes its connection")
    func leaving() async throws {
        let (client, server) = try client([
            [.eventStreamHead, .chunk("data: \(event(["content": "Hi"]).jsonText)\n\n"), .stall]
        ])
        for try await step in client.chat.completions.run(request(), tools: [try tool("add")]) {
            for try await event in step where !event.text.isEmpty { break }
            break
        }
        while server.openConnections == server.connections, !Task.isCancelled { await Task.yield() }
        #expect(server.requests.count == 2)
    }
}
