internal import HTTPTypes
internal import Synchronization
public import Waiter

/// A transport that returns scripted responses without a socket and records the requests.
///
/// ```swift
/// let model = ScriptedTransport.answers("Hi", .stream("a", "b"), .status(429), .cut(after: 3))
/// let client = try model.client()
/// let answer = try await client.chat.completions.create(request)
/// #expect(answer.text == "Hi")
/// #expect(model.chatRequests[0].messages == [.user("Hello")])
/// ```
///
/// The `answers` method creates answers for chat completions and the Responses API. To specify a response byte by byte,
/// use a `Step`.
public final class ScriptedTransport: Transport {
    /// The outcome of a request.
    public enum Step: Sendable {
        /// A response whose body arrives in the given chunks.
        case respond(status: Int, headers: [String: String], chunks: [[UInt8]])
        /// A response whose body ends with an error after the given chunks.
        case breakOff(status: Int, headers: [String: String], chunks: [[UInt8]], error: any Error & Sendable)
        /// A response whose body stays open after the given chunks.
        case stall(headers: [String: String], chunks: [[UInt8]])
        /// An error instead of a response.
        case fail(any Error & Sendable)
        /// No response until the task is cancelled.
        case hang
        /// The result of a closure.
        case handle(@Sendable (TransportRequest) async throws -> TransportResponse)

        /// Returns a response with a JSON body.
        public static func json(_ text: String, status: Int = 200, headers: [String: String] = [:]) -> Step {
            let headers = headers.merging(["content-type": "application/json"]) { $1 }
            return .respond(status: status, headers: headers, chunks: [Array(text.utf8)])
        }

        /// Returns a response with an event stream in the given chunks.
        public static func events(_ chunks: String...) -> Step {
            .respond(status: 200, headers: ["content-type": "text/event-stream"], chunks: chunks.map { Array($0.utf8) })
        }
    }

    /// A closure that returns the outcome of a request.
    typealias Script = @Sendable (TransportRequest) -> Step

    private struct State {
        var script: [Script]
        var requests: [TransportRequest] = []
        var cancelledBodies = 0
    }

    private let state: Mutex<State>

    /// Creates a transport that performs the given steps in order and then repeats the last step.
    public convenience init(_ steps: Step...) {
        self.init(steps: steps)
    }

    /// Creates a transport that performs the given steps in order and then repeats the last step.
    public convenience init(steps: [Step]) {
        self.init(script: steps.map { step in { _ in step } })
    }

    init(script: [Script]) {
        state = Mutex(State(script: script))
    }

    /// All requests, in order.
    public var requests: [TransportRequest] { state.withLock(\.requests) }

    /// The number of bodies that were cancelled before they ended.
    public var cancelledBodies: Int { state.withLock(\.cancelledBodies) }

    /// Records the request and returns the next outcome.
    public func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        let script = state.withLock { state in
            state.requests.append(request)
            return state.script.count > 1 ? state.script.removeFirst() : state.script.first
        }
        progress.isConnecting()
        switch script?(request) {
        case .respond(let status, let headers, let chunks)?:
            progress.isSent()
            return response(status, headers, body(chunks) { $0.finish() })
        case .breakOff(let status, let headers, let chunks, let error)?:
            progress.isSent()
            return response(status, headers, body(chunks) { $0.finish(throwing: error) })
        case .stall(let headers, let chunks)?:
            progress.isSent()
            return response(200, headers, body(chunks) { _ in })
        case .fail(let error)?:
            throw error
        case .hang?, nil:
            progress.isSent()
            try await Task.sleep(for: .seconds(86_400))
            throw CancellationError()
        case .handle(let handle)?:
            progress.isSent()
            return try await handle(request)
        }
    }

    private func body(_ chunks: [[UInt8]], end: (BodyChannel) -> Void) -> ResponseBody {
        let channel = BodyChannel()
        channel.onCancel { [weak self] in self?.state.withLock { $0.cancelledBodies += 1 } }
        for chunk in chunks where !chunk.isEmpty { _ = channel.push(chunk) }
        end(channel)
        return ResponseBody(channel: channel)
    }

    private func response(_ status: Int, _ headers: [String: String], _ body: ResponseBody) -> TransportResponse {
        var fields = HTTPFields()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return TransportResponse(head: HTTPResponse(status: .init(code: status), headerFields: fields), body: body)
    }
}
