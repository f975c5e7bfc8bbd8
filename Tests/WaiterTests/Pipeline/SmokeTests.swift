import Testing
import Waiter
import WaiterTestSupport

@Suite struct SmokeTests {
    @Test("A call over a real socket comes back")
    func call() async throws {
        let server = try FaultServer { request, _ in
            [
                .response(
                    #"{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}"#
                )
            ]
        }
        let client = try OpenAI(
            configuration: .init(apiKey: APIKey("sk-test"), baseURL: BaseURL(server.address + "/v1"))
        )
        let completion = try await client.chat.completions.create(.init(model: "m", messages: [.user("hi")]))
        #expect(completion.choices[0].message.content == "Hello")
        #expect(server.requests[0].path == "/v1/chat/completions")
        #expect(server.requests[0].headers["authorization"] == "Bearer sk-test")
        print(server.requests[0].headers, server.requests[0].text)
    }

    @Test("A stream over a real socket comes back")
    func stream() async throws {
        let server = try FaultServer { request, _ in
            [
                .eventStreamHead, .chunk("data: {\"choices\":[{\"delta\":{\"content\":\"He\"}}]}\n\n"),
                .chunk(
                    "data: {\"choices\":[{\"delta\":{\"content\":\"llo\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
                ), .lastChunk,
            ]
        }
        let client = try OpenAI(configuration: .init(baseURL: BaseURL(server.address + "/v1")))
        for _ in 0..<3 {
            var text = ""
            for try await chunk in try await client.chat.completions.stream(.init(model: "m", messages: [.user("hi")]))
            {
                text += chunk.choices[0].delta.content ?? ""
            }
            #expect(text == "Hello")
        }
        #expect(server.connections == 1)
    }
}
