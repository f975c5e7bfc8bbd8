import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Responses in the background", .timeLimit(.minutes(2)))
struct BackgroundTests {
    static let queued = #"{"id":"r","object":"response","status":"queued","output":[]}"#

    @Test("wait retrieves the response at growing intervals until it is finished")
    func wait() async throws {
        let clock = ManualClock(skipsPauses: true)
        let transport = ScriptedTransport(
            steps: Array(repeating: .json(Self.queued), count: 6) + [.json(completedResponse)]
        )
        let response = try await transport.client(clock: clock).responses.wait(for: "r")
        #expect(response.outputText == "Hello")
        #expect(transport.requests.count == 7)
        // The other sleeps watch deadlines.
        let intervals = [1, 2, 4, 8, 15].map { Duration.seconds($0) }
        #expect(clock.sleeps.filter(intervals.contains) == intervals + [.seconds(15)])
    }

    @Test("A response that fails after an hour is thrown with what it had")
    func failsLate() async throws {
        let steps = Array(repeating: ScriptedTransport.Step.json(Self.queued), count: 240) + [.json(failedResponse)]
        let client = try ScriptedTransport(steps: steps).client()
        let error = await #expect(throws: OpenAIError.self) { try await client.responses.wait(for: "r") }
        #expect(error?.message == "the model crashed")
        #expect(error?.response?.outputText == "He")
    }

    @Test("A deadline ends the wait, with the latest response, but not the response itself")
    func deadline() async throws {
        let transport = ScriptedTransport(.json(Self.queued))
        let client = try transport.client()
        let error = await #expect(throws: OpenAIError.self) {
            try await client.responses.wait(for: "r", polling: .init(deadline: .seconds(10)))
        }
        #expect(error?.code == .timeout)
        #expect(error?.response?.status == .queued)
        // At 0, 1, 3, 7 and 10 s.
        #expect(transport.requests.count == 5)
        #expect(transport.requests.allSatisfy { $0.head.method == .get })
    }

    @Test("A retrieval that fails is repeated; a server that stays down ends the wait")
    func passing() async throws {
        let down = ScriptedTransport.Step.json("{}", status: 503)
        let once = ScriptedTransport(down, .json(Self.queued), down, .json(completedResponse))
        let client = try once.client { $0.retry.maxRetries = 0 }
        #expect(try await client.responses.wait(for: "r").status == .completed)
        let client2 = try ScriptedTransport(down).client { $0.retry.maxRetries = 0 }
        let error = await #expect(throws: OpenAIError.self) { try await client2.responses.wait(for: "r") }
        #expect(error?.status == 503)
        let gone = try ScriptedTransport(.json("{}", status: 404)).client()
        let notFound = await #expect(throws: OpenAIError.self) { try await gone.responses.wait(for: "r") }
        #expect(notFound?.code == .notFound)
    }

    @Test("Cancelling the wait cancels the response on the server")
    func cancelling() async throws {
        for cancels in [true, false] {
            let clock = ManualClock()
            let transport = ScriptedTransport(.json(Self.queued))
            let client = try transport.client(clock: clock)
            let task = Task {
                try await client.responses.wait(for: "r", cancelsOnServer: cancels)
            }
            await eventually { transport.requests.count == 1 && clock.sleepers >= 1 }
            task.cancel()
            let result = await task.result
            #expect(throws: CancellationError.self) { try result.get() }
            let paths = transport.requests.map(\.path)
            #expect(paths.contains("/v1/responses/r/cancel") == cancels)
        }
    }

    private func delta(_ number: Int) -> String {
        #"{"type":"response.output_text.delta","sequence_number":\#(number),"item_id":"m","output_index":0,"content_index":0,"delta":"\#(number)"}"#
    }

    private var end: String {
        #"{"type":"response.completed","sequence_number":9,"response":\#(completedResponse)}"#
    }

    @Test("An interrupted stream continues after the last event")
    func resuming() async throws {
        let headers = ["content-type": "text/event-stream"]
        let reset = TransportError(.reset, reason: "connection reset by peer")
        let transport = ScriptedTransport(
            .breakOff(
                status: 200,
                headers: headers,
                chunks: [Array(events(delta(1) + "\n" + delta(2)).utf8)],
                error: reset
            ),
            .json("{}", status: 503),
            sse(delta(2) + "\n" + delta(3)),
            sse(end)
        )
        let client = try transport.client { $0.retry.maxRetries = 0 }
        var accumulator = ResponseAccumulator()
        var text = ""
        for try await event in client.responses.events(of: "r") {
            accumulator.append(event)
            text += event.outputTextDelta ?? ""
        }
        #expect(text == "123")
        #expect(accumulator.isComplete)
        #expect(
            transport.requests.map(\.path) == [
                "/v1/responses/r?stream=true", "/v1/responses/r?stream=true&starting_after=2",
                "/v1/responses/r?stream=true&starting_after=2", "/v1/responses/r?stream=true&starting_after=3",
            ]
        )
    }

    @Test("Events whose numbers do not increase are passed on, and such a stream is not resumed")
    func constantNumbers() async throws {
        func delta(_ text: String) -> String {
            #"{"type":"response.output_text.delta","sequence_number":0,"item_id":"m","delta":"\#(text)"}"#
        }
        let whole = #"{"type":"response.completed","sequence_number":0,"response":\#(completedResponse)}"#
        let client = try ScriptedTransport(sse([delta("a"), delta("b"), whole].joined(separator: "\n"))).client()
        var events: [ResponseStreamEvent] = []
        for try await event in client.responses.events(of: "r") { events.append(event) }
        #expect(events.compactMap(\.delta) == ["a", "b"] && events.last?.type == .completed)
        let cut = ScriptedTransport(sse([delta("a"), delta("b")].joined(separator: "\n")))
        let client2 = try cut.client()
        await #expect(throws: OpenAIError.self) { for try await _ in client2.responses.events(of: "r") {} }
        #expect(cut.requests.count == 1)
    }

    @Test("The error of a resumed stream has the text from before the interruption")
    func partialOfResumed() async throws {
        let transport = ScriptedTransport(sse(delta(1) + "\n" + delta(2)), sse(delta(3)), .json("{}", status: 404))
        let client = try transport.client()
        let error = await #expect(throws: OpenAIError.self) {
            for try await _ in client.responses.events(of: "r") {}
        }
        #expect(error?.code == .notFound)
        #expect(error?.response?.outputText == "123")
    }

    @Test("The padding of events and additional output are requested again when a stream continues")
    func resumingWithOptions() async throws {
        let transport = ScriptedTransport(sse(delta(1)), sse(end))
        let client = try transport.client()
        let events = client.responses.events(of: "r", include: [.encryptedReasoning], includesObfuscation: false)
        for try await _ in events {}
        let query = "include_obfuscation=false&include%5B%5D=reasoning.encrypted_content"
        #expect(
            transport.requests.map(\.path) == [
                "/v1/responses/r?stream=true&\(query)", "/v1/responses/r?stream=true&starting_after=1&\(query)",
            ]
        )
    }

    @Test("A stream without numbers is not resumed, and one that gets no further ends")
    func notResuming() async throws {
        let plain = #"{"type":"response.output_text.delta","item_id":"m","delta":"a"}"#
        let transport = ScriptedTransport(sse(plain))
        let client = try transport.client()
        let error = await #expect(throws: OpenAIError.self) {
            for try await _ in client.responses.events(of: "r") {}
        }
        #expect(error?.code == .streamTruncated)
        #expect(error?.response?.outputText == "a")
        #expect(transport.requests.count == 1)
        let stuck = ScriptedTransport(sse(delta(1)))
        let client2 = try stuck.client()
        await #expect(throws: OpenAIError.self) { for try await _ in client2.responses.events(of: "r") {} }
        #expect(stuck.requests.count == 6)
    }
}
