import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Request repair", .timeLimit(.minutes(10)))
struct RequestRepairTests {
    private static let fine = #"{"choices":[{"message":{"content":"Fine."},"finish_reason":"stop"}]}"#

    private func refusal(_ message: String, status: Int = 400) -> ScriptedTransport.Step {
        .respond(
            status: status,
            headers: ["content-type": "application/json"],
            chunks: [JSONValue.object(["error": ["message": .string(message)]]).jsonBytes]
        )
    }

    private func bodies(_ harness: Harness) throws -> [JSONValue] {
        try harness.transport.requests.map { try JSONValue(parsing: $0.body) }
    }

    private static let tokens =
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."

    @Test("max_tokens is sent under the name that the server expects, without a retry, and immediately from then on")
    func tokens() async throws {
        let harness = try Harness(refusal(Self.tokens), .json(Self.fine), .json(Self.fine), .json(Self.fine))
        var request = Harness.request
        request.maxTokens = 100
        let options = RequestOptions(maxRetries: 0)
        #expect(try await harness.client.chat.completions.create(request, options: options).text == "Fine.")
        #expect(try await harness.client.chat.completions.create(request, options: options).text == "Fine.")
        // As sent by the command: among the other fields.
        let extra = RequestOptions(extraBody: ["max_tokens": 7], maxRetries: 0)
        #expect(try await harness.client.chat.completions.create(Harness.request, options: extra).text == "Fine.")
        let bodies = try bodies(harness)
        #expect(bodies.map { $0["max_tokens"] } == [100, nil, nil, nil])
        #expect(bodies.map { $0["max_completion_tokens"] } == [nil, 100, 100, 7])
        #expect(harness.notices.all.isEmpty)
    }

    @Test("The repair is remembered for each model")
    func byModel() async throws {
        let harness = try Harness(refusal(Self.tokens), .json(Self.fine), .json(Self.fine))
        var request = Harness.request
        request.maxTokens = 100
        _ = try await harness.client.chat.completions.create(request)
        request.model = "other"
        _ = try await harness.client.chat.completions.create(request)
        #expect(try bodies(harness).map { $0["max_tokens"] } == [100, nil, 100])
    }

    @Test("A server that rejects both names receives two requests, and its last message is the error")
    func both() async throws {
        let harness = try Harness(
            refusal(Self.tokens),
            refusal("body.max_completion_tokens: Extra inputs are not permitted")
        )
        var request = Harness.request
        request.maxTokens = 100
        let error = await #expect(throws: OpenAIError.self) {
            _ = try await harness.client.chat.completions.create(request, options: RequestOptions(maxRetries: 0))
        }
        #expect(error?.message.contains("Extra inputs") == true)
    }

    @Test("An error for another reason, or a request without the field, is not repeated")
    func others() async throws {
        for (message, limit) in [("max_tokens is too large", 100), (Self.tokens, nil)] as [(String, Int?)] {
            let harness = try Harness(refusal(message))
            var request = Harness.request
            request.maxTokens = limit
            await #expect(throws: OpenAIError.self) {
                _ = try await harness.client.chat.completions.create(request, options: RequestOptions(maxRetries: 0))
            }
            #expect(harness.transport.requests.count == 1)
        }
    }

    private static let system = "Unsupported value: 'messages[0].role' does not support 'system' with this model."

    @Test("A system message is prepended to the question for models without system messages, as text or parts")
    func systemRole() async throws {
        for question in [ChatMessage.user("Hi"), .user([.text("Hi"), .imageURL("https://example.com/a.png")])] {
            let harness = try Harness(refusal(Self.system), .json(Self.fine), .json(Self.fine))
            let request = ChatCompletionRequest(
                model: "m",
                messages: [.system("Be brief."), question, .assistant("A"), .user("B")]
            )
            for _ in 0..<2 { _ = try await harness.client.chat.completions.create(request) }
            let bodies = try bodies(harness)
            #expect(bodies.count == 3)
            for body in bodies.dropFirst() {
                let messages = body["messages"]?.arrayValue ?? []
                #expect(messages.map { $0["role"] } == ["user", "assistant", "user"])
                let text = messages[0]["content"]?.messageText ?? ""
                #expect(text.hasPrefix("Be brief.") && text.hasSuffix("Hi"), "\(text)")
                #expect(messages[2]["content"] == "B")
            }
        }
    }

    @Test("A developer message becomes a system message for servers without that role")
    func developerRole() async throws {
        let harness = try Harness(
            refusal("unknown variant `developer`, expected `system`", status: 422),
            .json(Self.fine)
        )
        let request = ChatCompletionRequest(model: "m", messages: [.developer("Be brief."), .user("Hi")])
        _ = try await harness.client.chat.completions.create(request)
        #expect(try bodies(harness)[1]["messages"]?[0]?["role"] == "system")
    }

    @Test("A stream is repaired as well")
    func streams() async throws {
        let harness = try Harness(
            refusal(Self.system),
            .events(#"data: {"choices":[{"delta":{"content":"x"},"finish_reason":"stop"}]}"# + "\n\n")
        )
        let request = ChatCompletionRequest(model: "m", messages: [.system("Be brief."), .user("Hi")])
        var text = ""
        for try await chunk in try await harness.client.chat.completions.stream(request) {
            text += chunk.choices.first?.delta.content ?? ""
        }
        #expect(text == "x")
    }

    @Test("A model without image input receives one request, whatever the status")
    func images() async throws {
        for status in [400, 500, 501] {
            let harness = try Harness(refusal("image input is not supported", status: status))
            let error = await #expect(throws: OpenAIError.self) { _ = try await harness.create() }
            #expect(error?.code == .unsupportedContent)
            #expect(harness.transport.requests.count == 1)
        }
    }
}
