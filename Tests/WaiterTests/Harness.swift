import Foundation
import HTTPTypes
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

/// A client with a scripted transport, a manual clock, and fixed jitter, date and identifiers.
struct Harness: Sendable {
    let transport: ScriptedTransport
    let clock = ManualClock()
    let client: OpenAI
    let notices: Notices

    /// The recorded retry notices.
    final class Notices: Sendable {
        private let list = Mutex<[RetryNotice]>([])
        var all: [RetryNotice] { list.withLock { $0 } }
        func add(_ notice: RetryNotice) { list.withLock { $0.append(notice) } }
    }

    static let key = "sk-test-0123456789abcdefghij-beef"
    /// Sun, 06 Nov 1994 08:49:37 GMT
    static let date = Date(timeIntervalSince1970: 784_111_777)

    init(
        _ steps: ScriptedTransport.Step...,
        random: Double = 0,
        configure: (inout OpenAI.Configuration) -> Void = { _ in }
    ) throws {
        let notices = Notices()
        self.notices = notices
        transport = ScriptedTransport(steps: steps)
        var configuration = try OpenAI.Configuration(apiKey: APIKey(Self.key), clock: clock)
        configuration.retry.onRetry = { notices.add($0) }
        configure(&configuration)
        let count = Counter()
        client = try OpenAI(
            configuration: configuration,
            transport: transport,
            environment: ExecutionEnvironment(
                random: { random },
                date: { Self.date },
                uniqueID: { "\(count.next())" }
            )
        )
    }

    static let request = ChatCompletionRequest(model: "m", messages: [.user("hi")])

    func create(_ options: RequestOptions = RequestOptions()) async throws -> ChatCompletion {
        try await client.chat.completions.create(Self.request, options: options)
    }

    /// Makes a call and advances the clock over the delays before this many retries.
    func create(retries: Int, _ options: RequestOptions = RequestOptions()) async -> Result<ChatCompletion, any Error> {
        let call = Task { try await create(options) }
        for _ in 0..<retries {
            // One sleeper watches the deadlines, the other one is the delay.
            await clock.waitForSleepers(2)
            clock.advance(by: notices.all.last?.delay ?? .zero)
        }
        return await call.result
    }

    /// Returns the error of a call without retries.
    func failure(_ options: RequestOptions = RequestOptions(maxRetries: 0)) async -> OpenAIError? {
        await #expect(throws: OpenAIError.self) { try await create(options) }
    }

    /// Returns the text of a stream and the error that ended it.
    func stream() async -> (chunks: [ChatCompletionChunk], error: (any Error)?) {
        var chunks: [ChatCompletionChunk] = []
        do {
            for try await chunk in try await client.chat.completions.stream(Self.request) { chunks.append(chunk) }
            return (chunks, nil)
        } catch {
            return (chunks, error)
        }
    }
}

extension [ChatCompletionChunk] {
    var text: String { compactMap { $0.choices.first?.delta.content }.joined() }
}

extension ScriptedTransport.Step {
    static let completion = ScriptedTransport.Step.json(
        #"{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}]}"#
    )

    static func status(_ status: Int, _ headers: [String: String] = [:], _ body: String = "{}")
        -> ScriptedTransport.Step
    {
        .json(body, status: status, headers: headers)
    }
}

extension TransportRequest {
    func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { head.headerFields[$0] } }
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// Waits for an event in another task.
func eventually(_ condition: () -> Bool) async {
    while !condition(), !Task.isCancelled { await Task.yield() }
}
