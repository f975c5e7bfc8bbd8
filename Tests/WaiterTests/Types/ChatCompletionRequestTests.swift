import Testing
import Waiter

@Suite("A chat completion request")
struct ChatCompletionRequestTests {
    @Test("Unset parameters are not encoded")
    func minimal() throws {
        let request = ChatCompletionRequest(model: "m", messages: [.user("hi")])
        #expect(try encoded(request) == #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#)
    }

    @Test("Every parameter survives a round trip, including unknown ones")
    func everyParameter() throws {
        let request = try Fixture.value(ChatCompletionRequest.self, "chat-request-every-parameter")
        let written = try JSONValue(jsonText: encoded(request))
        let original = try Fixture.json("chat-request-every-parameter")
        for key in original.objectValue?.keys ?? [] { #expect(written[key] == original[key], "\(key)") }
        #expect(written == original)
        #expect(try roundTrip(request) == request)
    }

    @Test("Parameters are decoded into the properties named after them")
    func properties() throws {
        let request = try Fixture.value(ChatCompletionRequest.self, "chat-request-every-parameter")
        #expect(request.stop?.value?.sequences == ["END", "STOP"])
        #expect(request.logitBias == [50256: -100, 7: 0.5])
        #expect(request.tools?.map(\.name) == ["weather", "shell", "note", ""])
        #expect(request.tools?.last == .unknown(["type": "teleport", "range": 3]))
        #expect(
            request.toolChoice
                == .allowedTools(
                    mode: .required,
                    tools: [.function("weather"), .custom("shell"), .unknown(["type": "teleport"])]
                )
        )
        #expect(request.functionCall == .function("old"))
        #expect(request.audio == AudioOutput(voice: .custom(id: "voice_1"), format: .pcm16))
        #expect(request.moderation?.policy == .init(input: .block, output: .score))
        #expect(request.webSearchOptions?.userLocation == .init(country: "PT", city: "Lisbon"))
        #expect(request.streamOptions?.includeUsage == true)
        #expect(request.reasoningEffort == .xhigh)
        #expect(request.prediction?.content == "let x = 1")
    }

    @Test("Requests and options are values: a change to a copy leaves the original unchanged")
    func copies() throws {
        var request = ChatCompletionRequest(model: "m", messages: [.user("hi")])
        request.metadata = ["a": "1"]
        var copy = request
        copy.metadata?["b"] = "2"
        copy.store = true
        #expect(request.metadata == ["a": "1"])
        #expect(request.store == nil)
        #expect(copy != request)
        copy.metadata?["b"] = nil
        copy.store = nil
        #expect(copy == request)
        #expect(Set([copy, request]).count == 1)
        copy.metadata = nil
        #expect(copy == ChatCompletionRequest(model: "m", messages: [.user("hi")]))
        #expect(try encoded(copy) == #"{"model":"m","messages":[{"role":"user","content":"hi"}]}"#)

        let options = RequestOptions(timeout: .seconds(9), metering: MeteringOptions(tags: ["a"]))
        var changed = options
        changed.timeouts.idle = .seconds(1)
        changed.metering?.tags.append("b")
        #expect(options.timeouts == OpenAI.Timeouts(total: .seconds(9)))
        #expect(changed.timeouts == OpenAI.Timeouts(idle: .seconds(1), total: .seconds(9)))
        #expect(options.metering?.tags == ["a"])
        #expect(changed.metering?.tags == ["a", "b"])
    }

    @Test("Members have a fixed order, model and messages first")
    func order() throws {
        var request = ChatCompletionRequest(model: "m", messages: [.user("hi")])
        request.temperature = 0
        request.tools = []
        request.metadata = Dictionary(uniqueKeysWithValues: (10...40).map { ("k\($0)", "v") })
        request.logitBias = Dictionary(uniqueKeysWithValues: (10...40).map { ($0, -100) })
        let written = try #require(try JSONValue(jsonText: encoded(request)).objectValue)
        #expect(written.keys == ["model", "messages", "temperature", "logit_bias", "tools", "metadata"])
        #expect(written["metadata"]?.objectValue?.keys == (10...40).map { "k\($0)" })
        #expect(written["logit_bias"]?.objectValue?.keys == (10...40).map { "\($0)" })
    }

    @Test("A stop sequence is absent, null, one string or several")
    func stops() throws {
        func stop(_ stop: Nullable<StopSequences>?) throws -> JSONValue? {
            var request = ChatCompletionRequest(model: "m", messages: [])
            request.stop = stop
            #expect(try roundTrip(request) == request)
            return try JSONValue(jsonText: encoded(request))["stop"]
        }
        #expect(try stop(nil) == nil)
        #expect(try stop(.null) == .some(.null))
        #expect(try stop("END") == "END")
        #expect(try stop(["a", "b"]) == ["a", "b"])
        #expect(try stop([]) == [])
        #expect(try stop(.value(StopSequences(["a"]))) == "a")
    }

    @Test("A schema's members keep their order")
    func schemaOrder() throws {
        let schema: JSONValue = ["type": "object", "properties": ["z": ["type": "string"], "a": [:], "m": [:]]]
        let tool = ChatTool.function(name: "f", parameters: schema)
        #expect(
            try encoded(tool)
                == #"{"type":"function","function":{"name":"f","parameters":"#
                + #"{"type":"object","properties":{"z":{"type":"string"},"a":{},"m":{}}}}}"#
        )
    }

    @Test(
        "A tool choice is a keyword or names a tool",
        arguments: [
            (ToolChoice.none, #""none""#), (.auto, #""auto""#), (.required, #""required""#),
            (.function("f"), #"{"type":"function","function":{"name":"f"}}"#),
            (.custom("c"), #"{"type":"custom","custom":{"name":"c"}}"#),
            (.unknown("any"), #""any""#), (.unknown(["type": "x"]), #"{"type":"x"}"#),
        ]
    )
    func toolChoice(choice: ToolChoice, text: String) throws {
        #expect(try encoded(choice) == text)
        #expect(try decoded(ToolChoice.self, text) == choice)
    }

    @Test(
        "A response format keeps unknown members",
        arguments: [
            (ResponseFormat.text, #"{"type":"text"}"#), (.jsonObject, #"{"type":"json_object"}"#),
            (
                .jsonSchema(name: "n", schema: ["type": "object"]),
                #"{"type":"json_schema","json_schema":{"name":"n","schema":{"type":"object"},"strict":true}}"#
            ),
            (.unknown(["type": "grammar"]), #"{"type":"grammar"}"#),
            (
                .unknown(["type": "json_object", "schema": ["type": "array"]]),
                #"{"type":"json_object","schema":{"type":"array"}}"#
            ),
        ]
    )
    func responseFormat(format: ResponseFormat, text: String) throws {
        #expect(try encoded(format) == text)
        #expect(try decoded(ResponseFormat.self, text) == format)
    }

    @Test("The deprecated function choice is a keyword or a name")
    func functionCall() throws {
        for choice: FunctionCallChoice in [.none, .auto, .function("f"), .unknown(["x": 1])] {
            #expect(try roundTrip(choice) == choice)
        }
        #expect(try encoded(FunctionCallChoice.none) == #""none""#)
        #expect(try encoded(FunctionCallChoice.function("f")) == #"{"name":"f"}"#)
    }

    @Test("A voice is a name or an ID")
    func voice() throws {
        #expect(try encoded(Voice.alloy) == #""alloy""#)
        #expect(try decoded(Voice.self, #""new""#) == "new")
        #expect(try decoded(Voice.self, #"{"id":"v"}"#) == .custom(id: "v"))
        #expect(try roundTrip(Voice.unknown(["clone": true])) == .unknown(["clone": true]))
    }

    @Test("A logit bias with an invalid token ID is rejected, not dropped")
    func biasOfText() {
        #expect(throws: DecodingError.self) {
            try decoded(ChatCompletionRequest.self, #"{"model":"m","messages":[],"logit_bias":{"cat":1}}"#)
        }
    }

    @Test("A request without messages is rejected")
    func withoutMessages() {
        #expect(throws: DecodingError.self) { try decoded(ChatCompletionRequest.self, #"{"model":"m"}"#) }
    }
}
