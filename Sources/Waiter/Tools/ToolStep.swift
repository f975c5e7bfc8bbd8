/// A step of a tool loop, as a sequence of events. A step consists of a request to the model and the tool calls in the
/// model's answer.
///
///     for try await event in step {
///         switch event {
///         case .chunk(let chunk): print(chunk.text, terminator: "")
///         case .started(let call): print("[\(call.name)]")
///         default: break
///         }
///     }
public struct ToolStep: AsyncSequence {
    /// An event of the step.
    public typealias Element = ToolEvent

    /// The number of the step, starting at 1.
    public let number: Int
    let content: ToolStepContent
    private let runner: ToolRunner

    init(_ number: Int, _ content: ToolStepContent, _ runner: ToolRunner) {
        self.number = number
        self.content = content
        self.runner = runner
    }

    /// The model's answer, or `nil` if the answer has not been received completely or if the step only continues
    /// interrupted calls.
    public var completion: ChatCompletion? { content.completion }

    /// The results of the calls so far, in the order of the calls.
    public var results: [(call: ToolInvocation, output: ToolOutput)] { content.results }

    /// Reads the step to the end.
    ///
    /// - Throws: Any error thrown by the iteration.
    nonisolated(nonsending) public func collect() async throws {
        for try await _ in self {}
    }

    /// Begins or continues the iteration.
    public func makeAsyncIterator() -> Iterator { Iterator(content: content, runner: runner) }

    /// An iterator over the events of a step.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let content: ToolStepContent
        fileprivate let runner: ToolRunner

        /// Returns the next event, or `nil` at the end of the step.
        public mutating func next() async throws -> ToolEvent? {
            try await next(isolation: #isolation)
        }

        /// Returns the next event, or `nil` at the end of the step.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> ToolEvent? {
            try await runner.nextEvent(of: content, isolation: actor)
        }
    }
}

/// The current state of a step.
final class ToolStepContent {
    var completion: ChatCompletion?
    var results: [(call: ToolInvocation, output: ToolOutput)] = []
    var isOver = false
}
