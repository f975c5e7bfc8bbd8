import Testing
import Waiter
import WaiterModels
import WaiterTokenizer

/// The numbers of the first tests are the server's counts published in OpenAI's cookbook.
@Suite("Counting the tokens of a request") struct TokenCounterTests {
    private func say(_ role: Role, _ text: String, name: String? = nil) -> ChatMessage {
        ChatMessage(role: role, content: .text(text), name: name)
    }

    private var conversation: [ChatMessage] {
        [
            say(
                .system,
                "You are a helpful, pattern-following assistant that translates corporate jargon into plain English."
            ),
            say(.system, "New synergies will help drive top-line growth.", name: "example_user"),
            say(.system, "Things working well together will increase revenue.", name: "example_assistant"),
            say(
                .system,
                "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage.",
                name: "example_user"
            ),
            say(
                .system,
                "Let's talk later when we're less busy about how to do better.",
                name: "example_assistant"
            ),
            say(
                .user,
                "This late pivot means we don't have time to boil the ocean for the client deliverable."
            ),
        ]
    }

    private var weather: ChatTool {
        .function(
            name: "get_current_weather",
            description: "Get the current weather in a given location",
            parameters: [
                "type": "object",
                "properties": [
                    "location": ["type": "string", "description": "The city and state, e.g. San Francisco, CA"],
                    "unit": [
                        "type": "string", "description": "The unit of temperature to return",
                        "enum": ["celsius", "fahrenheit"],
                    ],
                ],
                "required": ["location"],
            ]
        )
    }

    @Test(
        "Roles and names are counted as by the server",
        arguments: [
            ("gpt-3.5-turbo", 129), ("gpt-4-0613", 129), ("gpt-4", 129), ("gpt-4o", 124), ("gpt-4o-mini", 124),
        ]
    )
    func messages(_ model: String, _ expected: Int) {
        let count = TokenCounter(model: model).count(conversation)
        #expect(count.tokens == expected)
        #expect(count.exactness == .exact)
        #expect(count.text + count.frames == expected)
    }

    @Test(
        "A flat tool is counted as by the server",
        arguments: [("gpt-3.5-turbo", 105), ("gpt-4", 105), ("gpt-4o", 101), ("gpt-4o-mini", 101)]
    )
    func tools(_ model: String, _ expected: Int) {
        let messages: [ChatMessage] = [
            .system("You are a helpful assistant that can answer to questions about the weather."),
            .user("What's the weather like in San Francisco?"),
        ]
        let count = TokenCounter(model: model).count(messages, tools: [weather])
        #expect(count.tokens == expected)
        #expect(count.isExact)
    }

    @Test("A model with unpublished message format is counted approximately, with a reason")
    func unpublished() {
        let count = TokenCounter(model: "gpt-5").count([.user("Hi")])
        #expect(count.tokens == 8)
        #expect(count.exactness == .approximate)
        #expect(count.reasons == ["the message format of gpt-5 is not published"])
        let newest = TokenCounter(model: "gpt-6.1-sol")
        #expect(
            newest.count("Hi").reasons
                == ["the encoding of gpt-6.1-sol is not published, so o200k_base is assumed"]
        )
        #expect(TokenCounter(model: "gpt-5").count("Hi").isExact)
    }

    @Test("An unknown model is counted with the newest encoding, and the closest name is suggested")
    func unknown() {
        let counter = TokenCounter(model: "gpt-4p")
        #expect(counter.encoding == .o200kBase)
        #expect(counter.count("Hi").reasons.first?.contains("did you mean 'gpt-4'?") == true)
        #expect(TokenCounter(model: "gpt-4p", encoding: .cl100kBase).count("Hi").isExact)
    }

    @Test("Special tokens written by users count as text")
    func specials() {
        let counter = TokenCounter(model: "gpt-4o")
        #expect(counter.count("<|endoftext|>").tokens > 1)
        #expect(counter.count([.user("<|im_start|>")]).tokens > counter.count([.user("")]).tokens + 1)
    }

    @Test("An empty request has the three tokens that start the answer")
    func empty() {
        #expect(TokenCounter(model: "gpt-4o").count([]).tokens == 3)
    }

    @Test("Tool calls and their results count, approximately")
    func calls() {
        var call = ChatMessage(role: .assistant)
        call.toolCalls = [.function(id: "1", name: "get_current_weather", arguments: #"{"location":"Paris"}"#)]
        let counter = TokenCounter(model: "gpt-4o")
        let count = counter.count([.user("Hi"), call, .tool("20 degrees", toolCallID: "1")])
        #expect(count.tokens > counter.count([.user("Hi")]).tokens + 15)
        #expect(count.exactness == .approximate)
        #expect(count.reasons.contains("the prompt format of tool calls is not published"))
    }

    @Test("Nested schemas count at each level, approximately")
    func nested() {
        let inner: JSONValue = [
            "type": "object", "description": "Where", "properties": ["city": ["type": "string", "description": "C"]],
        ]
        let flat: JSONValue = ["type": "object", "properties": ["a": ["type": "object", "description": "Where"]]]
        let deep: JSONValue = ["type": "object", "properties": ["a": inner]]
        let counter = TokenCounter(model: "gpt-4o")
        func count(_ schema: JSONValue) -> TokenCount {
            counter.count([], tools: [.function(name: "f", description: "F", parameters: schema)])
        }
        #expect(count(deep).definitions > count(flat).definitions)
        #expect(count(deep).exactness == .approximate)
        #expect(count(flat).exactness == .exact)
    }

    @Test("Audio, files and unknown parts are not counted, with a notice")
    func uncountable() {
        let parts: [ChatContentPart] = [
            .text("a"), .inputAudio(data: "AAAA", format: .wav),
            .file(data: "data:application/pdf;base64,AA", filename: "a.pdf"),
            .unknown(["type": "hologram"]),
        ]
        let count = TokenCounter(model: "gpt-4o").count([.user(parts)])
        #expect(count.reasons.count == 3)
        #expect(count.tokens == TokenCounter(model: "gpt-4o").count([.user("a")]).tokens)
    }

    @Test("The response schema, legacy functions and predictions count, approximately")
    func rest() {
        var request = ChatCompletionRequest(model: "gpt-4o", messages: [.user("Hi")])
        let counter = TokenCounter(model: "gpt-4o")
        #expect(counter.count(request).isExact)
        request.responseFormat = .jsonSchema(name: "answer", schema: ["type": "object"])
        #expect(counter.count(request).definitions > 0)
        #expect(!counter.count(request).isExact)
        request.responseFormat = nil
        request.functions = [FunctionDefinition(name: "f", description: "F")]
        #expect(counter.count(request).definitions == 12 + 7 + 2)
    }
}
