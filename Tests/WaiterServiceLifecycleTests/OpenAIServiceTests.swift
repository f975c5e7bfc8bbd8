import Logging
import ServiceLifecycle
import ServiceLifecycleTestKit
import Testing
import Waiter
import WaiterServiceLifecycle
import WaiterTesting

@Suite("A client in a service group", .timeLimit(.minutes(10)))
struct OpenAIServiceTests {
    private let request = ChatCompletionRequest(model: "m", messages: [.user("hi")])

    /// A service that sends one more request while the group shuts down.
    private struct Asking: Service {
        let client: OpenAI
        let request: ChatCompletionRequest

        func run() async throws {
            try await gracefulShutdown()
            let answer = try await client.chat.completions.create(request)
            #expect(answer.text == "Hi")
        }
    }

    @Test("It shuts down after the services that use it, and works until then")
    func graceful() async throws {
        let model = ScriptedTransport.answers("Hi")
        let client = try model.client()
        try await testGracefulShutdown { trigger in
            try await withThrowingTaskGroup(of: Void.self) { group in
                let services = ServiceGroup(
                    services: [
                        OpenAIService(client, gracePeriod: .seconds(1)), Asking(client: client, request: request),
                    ],
                    logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
                )
                group.addTask { try await services.run() }
                trigger.triggerGracefulShutdown()
                try await group.waitForAll()
            }
        }
        #expect(model.requests.count == 1)
        let error = await #expect(throws: OpenAIError.self) { try await client.chat.completions.create(request) }
        #expect(error?.code == .clientShutdown)
    }

    @Test("Cancelling the group shuts it down at once")
    func cancelled() async throws {
        let client = try ScriptedTransport.answers("Hi").client()
        let running = Task { await OpenAIService(client).run() }
        running.cancel()
        await running.value
        let error = await #expect(throws: OpenAIError.self) { try await client.chat.completions.create(request) }
        #expect(error?.code == .clientShutdown)
    }
}
