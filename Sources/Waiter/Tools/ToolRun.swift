/// A tool loop as a sequence of steps. Each step consists of a request to the model and the tool calls in the model's
/// answer.
///
///     let run = client.chat.completions.run(request, tools: [add])
///     for try await step in run {
///         for try await event in step { print(event.text, terminator: "") }
///     }
///
/// The run advances only while the events of a step are being read. Requesting the next step reads the rest of the
/// previous step. Leaving the `for` loop closes the connection and ends the run. A run can be iterated only once. To
/// run all steps without processing their events, call `collect()`.
///
/// Regardless of how the run ends, `checkpoint` contains the messages and records which calls were attempted and which
/// were completed.
public struct ToolRun: AsyncSequence, Sendable {
    /// A step of the loop.
    public typealias Element = ToolStep

    private let state: ToolRunState
    private let responsesRequest: ResponsesRequest?
    private let makeRunner: @Sendable (ToolRunState) throws -> ToolRunner

    package init(
        _ progress: ToolProgress,
        _ request: ChatCompletionRequest?,
        addedTo responsesRequest: ResponsesRequest? = nil,
        _ makeParts: @escaping @Sendable () throws -> ToolRunnerParts
    ) {
        state = ToolRunState(progress, request)
        self.responsesRequest = responsesRequest
        makeRunner = { ToolRunner(try makeParts(), $0) }
    }

    /// The steps so far and the calls in the current step.
    public var progress: ToolProgress { state.current.progress }

    /// The state from which the loop can be continued, or `nil` if the loop runs in a conversation. A conversation
    /// stores the state of its loops itself.
    public var checkpoint: ToolCheckpoint? {
        let current = state.current
        return current.request.map {
            ToolCheckpoint(request: $0, responsesRequest: responsesRequest, progress: current.progress)
        }
    }

    /// The reason why the loop ended, or `nil` if the loop has not ended yet or has ended with an error.
    public var end: ToolRunEnd? { state.current.end }

    /// The mode in which tools are offered (native or schema-based), or `nil` before the first step.
    public var mode: ToolMode? { state.current.mode }

    /// The last answer from the model, or `nil` before the first answer.
    public var completion: ChatCompletion? { state.current.completion }

    /// Reads the run to the end.
    ///
    /// - Returns: The last answer from the model. If the loop ended with tool calls, the text of the answer is empty.
    ///   See `end`.
    /// - Throws: Any error thrown by the iteration.
    @discardableResult
    public func collect() async throws -> ChatCompletion {
        for try await _ in self {}
        return completion ?? ChatCompletionAccumulator().completion
    }

    /// Begins the iteration. A second iterator over the same run throws an error when its first step is requested.
    public func makeAsyncIterator() -> Iterator {
        guard state.take() else {
            return Iterator(runner: .failure(OpenAIError(.invalidRequest, "a run can be iterated only once")))
        }
        return Iterator(runner: Result { try makeRunner(state) })
    }

    /// An iterator over the steps of a loop.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let runner: Result<ToolRunner, any Error>

        /// Returns the next step, or `nil` at the end of the loop. See `ToolRun.end`.
        public mutating func next() async throws -> ToolStep? {
            try await next(isolation: #isolation)
        }

        /// Returns the next step, or `nil` at the end of the loop.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> ToolStep? {
            try await runner.get().nextStep(isolation: actor)
        }
    }
}
