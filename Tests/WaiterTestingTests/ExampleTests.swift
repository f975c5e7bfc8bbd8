import Testing
import Waiter
import WaiterTesting

/// The examples of the documentation.
@Suite("Examples of the test utilities")
struct ExampleTests {
    private let request = ChatCompletionRequest(model: "m", messages: [.user("hi")])
    private let completion =
        #"{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}"#

    @Test("A scripted transport answers a client without a socket and records what was sent")
    func scriptedTransport() async throws {
        let transport = ScriptedTransport(.json(completion))
        let client = try OpenAI(configuration: .init(apiKey: APIKey("sk-test")), transport: transport)
        let answer = try await client.chat.completions.create(request)
        #expect(answer.choices.first?.message.content == "Hello")
        #expect(transport.requests.count == 1)
    }

    @Test("A fault server fails once, and the client's retry succeeds")
    func faultServer() async throws {
        let server = try FaultServer { _, number in
            number == 0 ? [.response("busy", status: "503 Service Unavailable")] : [.response(completion)]
        }
        var configuration = try OpenAI.Configuration(
            apiKey: APIKey("sk-test"),
            baseURL: BaseURL(server.address + "/v1")
        )
        configuration.retry.initialDelay = .milliseconds(1)
        let client = try OpenAI(configuration: configuration)
        let answer = try await client.chat.completions.create(request)
        #expect(answer.choices.first?.message.content == "Hello")
        #expect(server.requests.count == 2)
    }

    @Test("A manual clock moves a sleeping task without waiting")
    func manualClock() async throws {
        let clock = ManualClock()
        let task = Task { try await clock.sleep(for: .seconds(3600)) }
        await clock.waitForSleepers()
        clock.advance(by: .seconds(3600))
        try await task.value
        #expect(clock.sleeps == [.seconds(3600)])
    }
}
