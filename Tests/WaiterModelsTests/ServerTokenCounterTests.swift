import HTTPTypes
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@Suite("Token counting by a server") struct ServerTokenCounterTests {
    private func counter(_ steps: ScriptedTransport.Step...) throws -> (ServerTokenCounter, ScriptedTransport) {
        let transport = ScriptedTransport(steps: steps)
        let configuration = try OpenAI.Configuration(baseURL: BaseURL("http://127.0.0.1:9"))
        let client = try OpenAI(configuration: configuration, transport: transport)
        return (try ServerTokenCounter(client, model: "m"), transport)
    }

    @Test("A request is rendered as the server's prompt and counted with its start tokens")
    func request() async throws {
        let (counter, transport) = try counter(
            .json(#"{"prompt": "<s>user: Hi"}"#),
            .json(#"{"tokens": [1, 5, {"id": 7}]}"#)
        )
        let count = try await counter.count(ChatCompletionRequest(model: "m", messages: [.user("Hi")]))
        #expect(count?.tokens == 3)
        #expect(count?.exactness == .exact)
        #expect(transport.requests.map(\.head.path) == ["/apply-template", "/tokenize"])
        let body = try JSONValue(jsonText: String(decoding: transport.requests[1].body, as: UTF8.self))
        #expect(body == ["content": "<s>user: Hi", "add_special": true, "parse_special": true])
    }

    @Test("A text is counted unchanged")
    func text() async throws {
        let (counter, transport) = try counter(.json(#"{"tokens": []}"#))
        #expect(try await counter.count("")?.tokens == 0)
        let body = try JSONValue(jsonText: String(decoding: transport.requests[0].body, as: UTF8.self))
        #expect(body["parse_special"] == false)
    }

    @Test("A server without token counting returns no count, and images are not sent to it")
    func cannot() async throws {
        let (counter, transport) = try counter(.json("{}", status: 404), .json("{}", status: 501))
        #expect(try await counter.count(ChatCompletionRequest(model: "m", messages: [.user("Hi")])) == nil)
        let image = ChatMessage.user([.imageURL("https://example.com/a.png")])
        #expect(try await counter.count(ChatCompletionRequest(model: "m", messages: [image])) == nil)
        #expect(transport.requests.count == 1)
    }
}
