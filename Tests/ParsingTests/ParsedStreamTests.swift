import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("Typed answers as they arrive")
struct ParsedStreamTests {
    private struct Draft: Decodable, Equatable {
        var name: String?
        var price: Decimal?
        var size: Soup.Size?
        var ready: Date?
    }

    private func stream(
        _ chunks: [String],
        finish: String? = "stop",
        refusal: String? = nil,
        structuredOutput: StructuredOutputOptions = StructuredOutputOptions()
    ) async throws -> ParsedStream<Soup> {
        let model = ScriptedTransport.events(events(chunks, finish: finish, refusal: refusal))
        return try await model.client().chat.completions
            .stream(request, as: Soup.self, structuredOutput: structuredOutput)
    }

    @Test("Snapshots grow, and the value comes at the end")
    func snapshots() async throws {
        let stream = try await stream([
            "{\"na", "me\":", "\"Tom", "ato\",\"pri", "ce\":4", ".5", ",\"size\":\"sma", "ll\",\"ready\":\"2026",
            "-11-28T12:00:00Z\"", "}", " \n",
        ])
        var texts: [String] = []
        var drafts: [Draft] = []
        var complete: [Bool] = []
        for try await snapshot in stream {
            texts.append(snapshot.json.jsonText)
            drafts.append(try snapshot.decode())
            complete.append(snapshot.isComplete)
        }
        #expect(
            texts == [
                "{}", #"{"name":"Tom"}"#, #"{"name":"Tomato"}"#, #"{"name":"Tomato","price":4.5,"size":"sma"}"#,
                #"{"name":"Tomato","price":4.5,"size":"small","ready":"2026"}"#,
                #"{"name":"Tomato","price":4.5,"size":"small","ready":"2026-11-28T12:00:00Z"}"#,
            ]
        )
        #expect(drafts[3] == Draft(name: "Tomato", price: 4.5))
        #expect(drafts[4] == Draft(name: "Tomato", price: 4.5, size: .small))
        #expect(drafts.last?.ready == soup.ready)
        #expect(complete.allSatisfy { !$0 })
        #expect(try await stream.value == soup)
        let parsed = try await stream.completed()
        #expect(parsed.usage?.totalTokens == 10 && parsed.completion.choices[0].finishReason == .stop)
    }

    @Test("An element that is not complete is absent from a draft whose elements have required properties")
    func elements() async throws {
        struct Menu: Decodable, Sendable { var soups: [Soup] }
        struct Draft: Decodable { var soups: [Soup]? }
        let text = #"{"soups":[\#(soupJSON),\#(soupJSON)]}"#
        let model = ScriptedTransport.events(events(text.map { String($0) }))
        let stream = try await model.client().chat.completions.stream(request, as: Menu.self)
        var counts: [Int?] = []
        for try await snapshot in stream {
            let count = try snapshot.decode(as: Draft.self).soups?.count
            if counts.last != count { counts.append(count) }
        }
        #expect(counts == [nil, 0, 1, 2])
        #expect(try await stream.value.soups == [soup, soup])
    }

    @Test("The value can be read without a loop, and the stream only once")
    func withoutLoop() async throws {
        let stream = try await stream([soupJSON])
        #expect(try await stream.value == soup)
        #expect(try await stream.completed().value == soup)
        await #expect(throws: OpenAIError.self) { for try await _ in stream {} }
    }

    @Test("A loop that is left has no value, and closes the connection")
    func leaving() async throws {
        let model = ScriptedTransport(
            .stall(
                headers: ["content-type": "text/event-stream"],
                chunks: events(["{\"na"]).prefix(1).map { Array($0.utf8) }
            )
        )
        let stream = try await model.client().chat.completions.stream(request, as: Soup.self)
        for try await _ in stream { break }
        #expect(model.cancelledBodies == 1)
        let error = await failure { try await stream.value }
        #expect(error?.code == .invalidRequest)
    }

    @Test("Refusal, length, filter, violation and a cut connection end the loop with an error that has what arrived")
    func errors() async throws {
        let cases: [(chunks: [String], finish: String?, refusal: String?, code: OpenAIError.Code)] = [
            ([], "stop", "I cannot.", .refusal),
            (["{\"name\":\"Tom"], "length", nil, .lengthLimit),
            (["{\"name\":\"Tom"], "content_filter", nil, .contentFilter),
            (["{\"name\":\"Tomato\"}"], "stop", nil, .schemaViolation),
            (["Tomato ", "soup!"], "stop", nil, .schemaViolation),
        ]
        for (chunks, finish, refusal, code) in cases {
            let stream = try await stream(chunks, finish: finish, refusal: refusal)
            let error = await failure { for try await _ in stream {} }
            #expect(error?.code == code)
            #expect(error?.completion?.text == chunks.joined())
            #expect(error?.partial?.usage?.totalTokens == 10)
            let again = await failure { try await stream.value }
            #expect(again?.code == code)
        }
        let cut = ScriptedTransport.answers(.cut(after: "{\"name\":", "\"Tom"))
        let stream = try await cut.client().chat.completions.stream(request, as: Soup.self)
        var last: ParsedSnapshot?
        let error = await failure { for try await snapshot in stream { last = snapshot } }
        #expect(error?.code == .streamTruncated && error?.completion?.text == "{\"name\":\"Tom")
        #expect(last?.json == ["name": "Tom"])
    }

    @Test("The JSON of a fence, or after thoughts, is streamed as well")
    func fences() async throws {
        let findings = Findings()
        let texts = [
            "Here it is:\n``", "`js", "on", "\n{\"name\":\"Tom", "ato\",\"price\":4.5,\"size\":\"small\",",
            "\"ready\":\"2026-11-28T12:00:00Z\"}\n`", "``\nEnjoy!",
        ]
        let stream = try await stream(texts, structuredOutput: findings.options)
        var snapshots: [JSONValue] = []
        for try await snapshot in stream { snapshots.append(snapshot.json) }
        #expect(snapshots.first == ["name": "Tom"] && snapshots.count == 3)
        #expect(try await stream.value == soup)
        #expect(findings.all.count == 1)

        let thoughtful = try await self.stream(["<thi", "nk>{\"a\":", "1}</think>", "\n\(soupJSON)"])
        var json: [JSONValue] = []
        for try await snapshot in thoughtful { json.append(snapshot.json) }
        #expect(json.count == 1 && json[0]["name"] == "Tomato")
        #expect(try await thoughtful.completed().completion.message?.reasoning == "{\"a\":1}")
    }

    @Test("A list is streamed as a list, though it is wrapped into an object")
    func wrapping() async throws {
        let model = ScriptedTransport.events(events(["{", "\"value\":[", "\"a", "b\",", "\"c\"", "]", "}"]))
        let stream = try await model.client().chat.completions.stream(request, as: [String].self)
        var snapshots: [JSONValue] = []
        for try await snapshot in stream {
            snapshots.append(snapshot.json)
            _ = try snapshot.decode(as: [String].self)
        }
        #expect(snapshots == [[], ["a"], ["ab"], ["ab", "c"]])
        #expect(try await stream.value == ["ab", "c"])
    }

    @Test("An answer that is asked for again is not streamed, and is the value")
    func reasks() async throws {
        let model = ScriptedTransport.answers(.stream("{\"name\":", "\"Tomato\"}"), .text(soupJSON))
        let stream = try await model.client().chat.completions
            .stream(request, as: Soup.self, structuredOutput: StructuredOutputOptions(maxReasks: 1))
        var snapshots: [JSONValue] = []
        for try await snapshot in stream { snapshots.append(snapshot.json) }
        #expect(snapshots == [[:], ["name": "Tomato"]])
        #expect(try await stream.completed().reasks == 1)
        #expect(try await stream.value == soup)
        #expect(model.chatRequests.map { $0.stream ?? false } == [true, false])
    }

    @Test("A server that sends no stream gives one snapshot and the value")
    func noStream() async throws {
        let model = ScriptedTransport.documents(document(soupJSON))
        let stream = try await model.client().chat.completions.stream(request, as: Soup.self)
        var snapshots: [JSONValue] = []
        for try await snapshot in stream { snapshots.append(snapshot.json) }
        #expect(snapshots == [try JSONValue(jsonText: soupJSON)])
        #expect(try await stream.value == soup)
    }

    @Test("A second choice does not disturb the first")
    func choices() async throws {
        let model = ScriptedTransport.events([
            #"data: {"choices":[{"index":0,"delta":{"content":"{\"name\":"}}]}"# + "\n\n",
            #"data: {"choices":[{"index":1,"delta":{"content":"[["}}]}"# + "\n\n",
            #"data: {"choices":[{"index":0,"delta":{"content":"\"A\",\"price\":1}"},"finish_reason":"stop"}]}"#
                + "\n\n",
            #"data: {"choices":[{"index":1,"delta":{},"finish_reason":"stop"}]}"# + "\n\n",
            "data: [DONE]\n\n",
        ])
        let stream = try await model.client().chat.completions.stream(request, as: Soup.self)
        var snapshots: [JSONValue] = []
        for try await snapshot in stream { snapshots.append(snapshot.json) }
        #expect(snapshots == [[:], ["name": "A", "price": 1]])
        #expect(try await stream.value == Soup(name: "A", price: 1))
    }

    @Test("A growing string is not copied for each snapshot, so that a stream costs time in proportion to its length")
    func cost() async throws {
        struct Report: Decodable, Sendable { var text: String }
        let chunks = ["{\"text\":\""] + Array(repeating: "A few words. ", count: 3000) + ["\"}"]
        let body = chunks.map(event).joined() + events([])[0]
        let stream = try await ScriptedTransport.events([body]).client().chat.completions
            .stream(request, as: Report.self)
        var addresses: [UInt] = []
        for try await snapshot in stream {
            guard case .string(var text)? = snapshot.json["text"] else { continue }
            let address = text.withUTF8 { UInt(bitPattern: $0.baseAddress) }
            if text.utf8.count > 15, address != addresses.last { addresses.append(address) }
        }
        // Its storage doubles.
        #expect(addresses.count < 50)
        #expect(try await stream.value.text == String(repeating: "A few words. ", count: 3000))
    }

    private func event(_ text: String) -> String {
        let choice: JSONValue = ["index": 0, "delta": ["content": .string(text)]]
        return "data: \(JSONValue.object(["choices": [choice]]).jsonText)\n\n"
    }
}
