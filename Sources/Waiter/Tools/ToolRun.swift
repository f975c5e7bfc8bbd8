/// A tool loop: a sequence of steps, each with a call of the model and the tool calls that it requests.
///
///     let run = client.chat.completions.run(request, tools: [add])
///     for try await step in run {
///         for try await event in step { print(event.text, terminator: "") }
///     }
///
/// Nothing happens until the events of a step are read; requesting the next step reads the rest of the one before. Leaving
/// the loop closes the connection and ends the run. A run can be iterated once; `collect()` reads it to its end.
///
/// Whatever ends the run, `checkpoint` has the messages, and says which calls were attempted and which completed.
public struct ToolRun: AsyncSequence, Sendable {
    /// A step of the loop.
    public typealias Element = ToolStep

    private let state: ToolRunState
    private let makeRunner: @Sendable (ToolRunState) throws -> ToolRunner

    package init(
        _ progress: ToolProgress,
        _ request: ChatCompletionRequest?,
        _ makeParts: @escaping @Sendable () throws -> ToolRunnerParts
    ) {
        state = ToolRunState(progress, request)
        makeRunner = { ToolRunner(try makeParts(), $0) }
    }

    /// The steps so far, and the calls of the current one.
    public var progress: ToolProgress { state.current.progress }

    /// The state from which the loop can be continued; `nil` for a loop of a conversation, which keeps it itself.
    public var checkpoint: ToolCheckpoint? {
        let current = state.current
        return current.request.map { ToolCheckpoint(request: $0, progress: current.progress) }
    }

    /// The reason why the loop ended; `nil` before that, and after an error.
    public var end: ToolRunEnd? { state.current.end }

    /// The mode in which tools are offered, native or by schema; `nil` before the first step.
    public var mode: ToolMode? { state.current.mode }

    /// The last answer of the model; `nil` before the first one.
    public var completion: ChatCompletion? { state.current.completion }

    /// Reads the run to its end.
    ///
    /// - Returns: The last answer of the model, whose text is empty if the loop ended with calls: see `end`.
    /// - Throws: What the iteration throws.
    @discardableResult
    public func collect() async throws -> ChatCompletion {
        for try await _ in self {}
        return completion ?? ChatCompletionAccumulator().completion
    }

    /// Begins the iteration; the second iterator of a run throws at its first step.
    public func makeAsyncIterator() -> Iterator {
        guard state.take() else {
            return Iterator(runner: .failure(OpenAIError(.invalidRequest, "a run can be iterated only once")))
        }
        return Iterator(runner: Result { try makeRunner(state) })
    }

    /// Pulls the steps of a loop.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let runner: Result<ToolRunner, any Error>

        /// Returns the next step, or nil at the end of the loop; see `ToolRun.end`.
        public mutating func next() async throws -> ToolStep? {
            try await next(isolation: #isolation)
        }

        /// Returns the next step, or nil at the end of the loop.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> ToolStep? {
            try await runner.get().nextStep(isolation: actor)
        }
    }
}
