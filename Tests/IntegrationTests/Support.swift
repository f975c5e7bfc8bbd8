import Foundation
import Testing
import Waiter
import WaiterTestSupport

/// A client of a fault server.
func makeClient(
    _ server: FaultServer,
    configure: (inout OpenAI.Configuration) -> Void = { _ in }
) throws -> OpenAI {
    var configuration = try OpenAI.Configuration(
        apiKey: APIKey("sk-test-0123456789abcdefghij-beef"),
        baseURL: BaseURL(server.address + "/v1")
    )
    configuration.retry.initialDelay = .milliseconds(1)
    configure(&configuration)
    return try OpenAI(configuration: configuration)
}

let request = ChatCompletionRequest(model: "m", messages: [.user("hi")])

/// A call without retries.
let once = RequestOptions(maxRetries: 0)

let completion =
    #"{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}"#

/// A streamed event with some text.
func content(_ text: String) -> String { "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(text)\"}}]}\n\n" }

let finished = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"

/// Waits for a condition that other threads fulfil; returns false after three minutes.
func happens(_ condition: () -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(180)
    while !condition() {
        if ContinuousClock.now > end { return false }
        try? await Task.sleep(for: .milliseconds(2))
    }
    return true
}

/// Returns the error of a call.
func failure(_ client: OpenAI, _ options: RequestOptions = once) async -> OpenAIError? {
    await #expect(throws: OpenAIError.self) { try await client.chat.completions.create(request, options: options) }
}

/// Returns the text of a stream and the error that ended it.
func stream(_ client: OpenAI) async -> (text: String, error: OpenAIError?) {
    var text = ""
    do {
        for try await chunk in try await client.chat.completions.stream(request, options: once) {
            text += chunk.choices.first?.delta.content ?? ""
        }
        return (text, nil)
    } catch {
        return (text, error as? OpenAIError)
    }
}
