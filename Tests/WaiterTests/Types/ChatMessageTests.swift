import Testing
import Waiter

@Suite("Messages in a request")
struct ChatMessageTests {
    @Test(
        "Each role is encoded as the server expects",
        arguments: [
            (ChatMessage.system("s"), #"{"role":"system","content":"s"}"#),
            (.developer("d", name: "app"), #"{"role":"developer","content":"d","name":"app"}"#),
            (.user("u"), #"{"role":"user","content":"u"}"#),
            (.assistant("a"), #"{"role":"assistant","content":"a"}"#),
            (.tool("21", toolCallID: "c1"), #"{"role":"tool","content":"21","tool_call_id":"c1"}"#),
            (.function("21", name: "f"), #"{"role":"function","content":"21","name":"f"}"#),
            (
                .user([.text("What?"), .imageURL("https://e.com/c.png", detail: .high)]),
                #"{"role":"user","content":[{"type":"text","text":"What?"},"#
                    + #"{"type":"image_url","image_url":{"url":"https://e.com/c.png","detail":"high"}}]}"#
            ),
            (
                .assistant(toolCalls: [.function(id: "c1", name: "f", arguments: "{}")]),
                #"{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","#
                    + #""function":{"name":"f","arguments":"{}"}}]}"#
            ),
            (
                .assistant(content: "a", refusal: "r", audioID: "au"),
                #"{"role":"assistant","content":"a","refusal":"r","audio":{"id":"au"}}"#
            ),
        ]
    )
    func roles(message: ChatMessage, text: String) throws {
        #expect(try encoded(message) == text)
        #expect(try decoded(ChatMessage.self, text) == message)
    }

    @Test("A message with an unknown role keeps all its members")
    func unknownRole() throws {
        let text = #"{"role":"critic","content":null,"severity":3}"#
        let message = try decoded(ChatMessage.self, text)
        #expect(message.role == "critic")
        #expect(message.additionalFields["severity"] == 3)
        #expect(try JSONValue(jsonText: encoded(message)) == JSONValue(jsonText: text))
    }

    @Test("Content that is neither a string nor parts is kept")
    func unknownContent() throws {
        let text = #"{"role":"user","content":{"ref":"x"}}"#
        let message = try decoded(ChatMessage.self, text)
        #expect(message.content == .unknown(["ref": "x"]))
        #expect(message.text == "")
        #expect(try encoded(message) == text)
    }

    @Test("The text of parts is joined, and other parts are omitted")
    func text() {
        #expect(ChatMessage.user("hi").text == "hi")
        #expect(ChatMessage.user([.text("a"), .file(id: "f"), .text("b")]).text == "ab")
        #expect(ChatMessage(role: .assistant).text == "")
    }

    @Test("A part without the members of its type is kept unchanged")
    func brokenPart() throws {
        let text = #"[{"type":"text","text":7},{"type":"image_url"},"loose",{"no":"type"}]"#
        let content = try decoded(ChatContent.self, text)
        #expect(
            content
                == .parts([
                    .unknown(["type": "text", "text": 7]), .unknown(["type": "image_url"]), .unknown("loose"),
                    .unknown(["no": "type"]),
                ])
        )
        #expect(try JSONValue(jsonText: encoded(content)) == JSONValue(jsonText: text))
    }

    @Test("Every part can end a cached prefix")
    func breakpoints() throws {
        let parts: [ChatContentPart] = [
            .text("t"), .imageURL("u"), .inputAudio(data: "d", format: .mp3), .file(id: "f"), .refusal("r"),
        ]
        for var part in parts {
            part.promptCacheBreakpoint = PromptCacheBreakpoint(ttl: .hours12)
            #expect(
                try JSONValue(jsonText: encoded(part))["prompt_cache_breakpoint"] == ["mode": "explicit", "ttl": "12h"]
            )
            #expect(try roundTrip(part) == part)
        }
    }

    @Test("Additional members are encoded, but never replace a property")
    func additionalFields() throws {
        var message = ChatMessage.assistant("Half")
        message.additionalFields = ["prefix": true, "content": "other"]
        #expect(try encoded(message) == #"{"role":"assistant","content":"Half","prefix":true}"#)
    }

    @Test("An answer is sent back with content, refusal, calls and the ID of its audio")
    func fromAnswer() {
        let calls: [ToolCall] = [.custom(id: "c", name: "shell", input: "ls")]
        let answer = ChatCompletion.Message(
            content: "text",
            refusal: "no",
            reasoning: "hm",
            toolCalls: calls,
            annotations: [.unknown(1)],
            audio: .init(id: "au", data: "AAAA"),
            functionCall: FunctionCall(name: "f", arguments: "{}")
        )
        var expected = ChatMessage.assistant(
            content: "text",
            refusal: "no",
            toolCalls: calls,
            audioID: "au",
            name: "bot"
        )
        expected.functionCall = FunctionCall(name: "f", arguments: "{}")
        #expect(ChatMessage(answer, name: "bot") == expected)
        #expect(answer.asRequestMessage.name == nil)
    }

    @Test("Reasoning is sent back only if requested")
    func reasoning() throws {
        let answer = ChatCompletion.Message(content: "4", reasoning: "2 + 2")
        #expect(ChatMessage(answer).reasoning == nil)
        let message = ChatMessage(answer, keepsReasoning: true)
        #expect(try encoded(message) == #"{"role":"assistant","content":"4","reasoning_content":"2 + 2"}"#)
        #expect(try roundTrip(message) == message)
    }
}
