/// The progress of a tool loop, which consists of the steps so far and the calls in the current step.
///
/// The progress is `Codable`, so another process can continue the loop.
public struct ToolProgress: Sendable, Hashable, Codable {
    /// A step, which consists of one request to the model and the tool calls in the model's answer.
    public struct Step: Sendable, Hashable, Codable {
        /// The requested model.
        public var model: String
        /// The model reported in the response, or an empty string if the server does not report it.
        public var servedModel: String
        /// The token usage, or `nil` if the server did not report it.
        public var usage: CompletionUsage?
        /// The service tier in the response, or the requested service tier if the response does not contain one.
        public var serviceTier: ServiceTier?
        /// The names of the tools whose calls succeeded, in order.
        public var called: [String] = []
    }

    enum Phase: Sendable, Hashable, Codable {
        case model
        case calls
        case ended(ToolRunEnd)
    }

    /// The steps so far. Each step has one request to the model.
    public internal(set) var steps: [Step] = []
    /// The calls in the current step, or an empty array between steps.
    public internal(set) var calls: [ToolCallRecord] = []
    var phase = Phase.model
    /// The calls in the previous step. `repeats` is the number of consecutive steps with the same calls and results.
    var previousCalls: [ToolCallRecord] = []
    var repeats = 0

    /// Creates the progress of a loop that has not begun.
    public init() {}

    /// Whether the model has answered without calling a tool.
    package var isAnswered: Bool { phase == .ended(.answered) }

    /// The calls in the previous step, with their results.
    package var previousResults: [(invocation: ToolInvocation, output: ToolOutput)] {
        previousCalls.compactMap { call in call.output.map { (call.invocation, $0) } }
    }

    /// The total number of tokens in all steps, or `nil` if the usage of a step is unknown.
    public var totalTokens: Int? {
        var sum = 0
        for step in steps {
            guard let usage = step.usage else { return nil }
            let (next, overflow) = sum.addingReportingOverflow(max(0, usage.totalTokens))
            sum = overflow ? .max : next
        }
        return sum
    }

    /// The calls in the current step that were started but not completed. These calls may or may not have taken effect.
    public var attempted: [ToolInvocation] {
        calls.filter { $0.state == .attempted }.map(\.invocation)
    }

    /// The calls in the current step that were completed.
    public var completed: [ToolInvocation] {
        calls.filter { $0.output != nil }.map(\.invocation)
    }

    /// The calls that are waiting for a decision or a result from outside the loop.
    public var waiting: [ToolCallRecord] { calls.filter(\.isWaiting) }
}
