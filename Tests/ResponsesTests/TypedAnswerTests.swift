import Testing
import Waiter
import WaiterTestSupport

@Suite("Typed answers over the Responses API", .timeLimit(.minutes(1)))
struct TypedAnswerTests {
    struct City: Codable, Sendable, Equatable {
        var name: String
        var inhabitants: Int?
    }

    private let rome = #"{"name":"Rome","inhabitants":2750000}"#

    @Test("An answer is a value, and the request has the schema and otherwise only what is set")
    func value() async throws {
        let model = ScriptedTransport.answers(.text(rome))
        var request = request
        request.text = ResponseTextOptions(verbosity: .low)
        request.tools = [.webSearch(searchContextSize: .low)]
        request.toolChoice = .auto
        let parsed = try await model.client().responses.parse(request, as: City.self)
        #expect(parsed.value == City(name: "Rome", inhabitants: 2_750_000))
        #expect(parsed.completion.text == rome)
        #expect((parsed.usage?.totalTokens ?? 0) > 0)
        let sent = try #require(model.requests.first?.json)
        #expect(sent.objectValue.map { Set($0.keys) } == ["model", "input", "text", "tools", "tool_choice"])
        #expect(sent["input"] == "hi")
        #expect(sent["text"]?["verbosity"] == "low")
        #expect(sent["text"]?["format"]?["type"] == "json_schema")
        #expect(sent["text"]?["format"]?["name"] == "City")
        #expect(sent["text"]?["format"]?["strict"] == true)
        #expect(sent["text"]?["format"]?["schema"]?["required"] == ["name", "inhabitants"])
        #expect(sent["tools"] == [["type": "web_search", "search_context_size": "low"]])
        let other: City = try await model.client().responses.parse(model: "m", input: "Which?").value
        #expect(other == parsed.value)
    }

    @Test("Snapshots are read while the model writes, and the value at the end")
    func stream() async throws {
        let model = ScriptedTransport.answers(.stream(#"{"name":"Ro"#, #"me","inhab"#, #"itants":null}"#))
        let stream = try await model.client().responses.stream(request, as: City.self)
        var names: [String] = []
        for try await snapshot in stream { names.append(snapshot.json["name"]?.stringValue ?? "") }
        #expect(names.first == "Ro" && names.last == "Rome")
        #expect(try await stream.value == City(name: "Rome", inhabitants: nil))
        #expect(model.requests.first?.json?["stream"] == true)
    }

    @Test("The model is asked again about an answer that does not conform, with the items of the request in place")
    func reask() async throws {
        let model = ScriptedTransport.answers(.text(#"{"name":7}"#), .text(rome))
        var request = ResponsesRequest(model: "m", items: [.developer("Be brief."), .user("Which city?")])
        request.previousResponseID = "resp_0"
        let options = StructuredOutputOptions(maxReasks: 1)
        let parsed = try await model.client().responses.parse(request, as: City.self, structuredOutput: options)
        #expect(parsed.value.name == "Rome" && parsed.reasks == 1)
        let second = try #require(model.responseRequests.last)
        let items = try #require(second.input?.items)
        #expect(items.count == 4)
        #expect(Array(items.prefix(2)) == request.input?.items)
        #expect(items[2] == .assistant(#"{"name":7}"#))
        #expect(second.previousResponseID == "resp_0")
        #expect(second.store == nil && second.include == nil)
    }

    @Test("A conversation on the server, which contains the answer, is only sent the correction")
    func conversation() async throws {
        let model = ScriptedTransport.answers(.text("none"), .text(rome))
        var request = request
        request.conversation = "conv_1"
        let options = StructuredOutputOptions(maxReasks: 1)
        let parsed = try await model.client().responses.parse(request, as: City.self, structuredOutput: options)
        #expect(parsed.reasks == 1)
        let items = try #require(model.responseRequests.last?.input?.items)
        #expect(items.count == 1)
    }

    @Test("An answer that was cut off or refused is an error with the completion and its usage")
    func failures() async throws {
        let message = #"{"id":"msg","type":"message","role":"assistant","content":[CONTENT]}"#
        let text = message.replacing("CONTENT", with: #"{"type":"output_text","text":"{\"na","annotations":[]}"#)
        let refusal = message.replacing("CONTENT", with: #"{"type":"refusal","refusal":"I can't help with that."}"#)
        let usage = #""usage":{"input_tokens":7,"output_tokens":3,"total_tokens":10}"#
        let bodies = [
            #"{"id":"r","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[\#(text)],\#(usage)}"#,
            #"{"id":"r","status":"completed","output":[\#(refusal)],\#(usage)}"#,
        ]
        for (body, code) in zip(bodies, [OpenAIError.Code.lengthLimit, .refusal]) {
            let client = try ScriptedTransport(.json(body)).client()
            let error = await #expect(throws: OpenAIError.self) {
                try await client.responses.parse(request, as: City.self)
            }
            #expect(error?.code == code)
            #expect(error?.completion != nil && error?.partial?.usage?.totalTokens == 10)
        }
    }

    @Test("A response in the background has no answer yet, which is known before it is sent")
    func background() async throws {
        let model = ScriptedTransport.answers("Hi")
        var request = request
        request.background = true
        let error = await #expect(throws: OpenAIError.self) {
            try await model.client().responses.parse(request, as: City.self)
        }
        #expect(error?.code == .invalidRequest && model.requests.isEmpty)
    }
}
