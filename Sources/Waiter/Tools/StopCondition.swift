/// A condition that ends a tool loop, examined after each step.
///
///     until: .steps(5) || .tokens(20_000) || .called("finish")
///
/// A loop also ends when the model answers without calling a tool. A step consists of a call of the model and the tool calls
/// that it requests, so the results of the last step are part of the messages.
public struct StopCondition: Sendable, CustomStringConvertible {
    /// The result of examining a condition.
    public enum Verdict: Sendable, Hashable {
        /// The condition is not met.
        case proceed
        /// The condition is met.
        case stop
        /// The condition cannot be examined, for the given reason: the loop ends, also if another condition is not met.
        case undetermined(String)
    }

    /// The condition as text, such as `5 steps or 20000 tokens`.
    public let description: String
    private let examine: @Sendable (ToolProgress) -> Verdict

    /// Creates a condition.
    public init(_ description: String, _ examine: @escaping @Sendable (ToolProgress) -> Verdict) {
        self.description = description
        self.examine = examine
    }

    /// Examines the condition.
    public func verdict(_ progress: ToolProgress) -> Verdict { examine(progress) }

    /// Stops after a number of steps.
    public static func steps(_ count: Int) -> StopCondition {
        StopCondition(count == 1 ? "1 step" : "\(count) steps") { $0.steps.count >= count ? .stop : .proceed }
    }

    /// Stops once all steps together have used a number of tokens, prompts included.
    ///
    /// A step whose usage the server does not report stops the loop.
    public static func tokens(_ count: Int) -> StopCondition {
        StopCondition("\(count) tokens") { progress in
            guard let total = progress.totalTokens else {
                return .undetermined("the token usage of a step is unknown")
            }
            return total >= count ? .stop : .proceed
        }
    }

    /// Stops after a step in which a call of the tool succeeded.
    public static func called(_ name: String) -> StopCondition {
        StopCondition("a call to \(name)") { $0.steps.last?.called.contains(name) == true ? .stop : .proceed }
    }

    /// Returns a condition that is met if either one is.
    public static func || (left: StopCondition, right: StopCondition) -> StopCondition {
        StopCondition("\(left) or \(right)") { progress in
            combine(left.verdict(progress), right.verdict(progress)) { $0 == .stop || $1 == .stop }
        }
    }

    /// Returns a condition that is met if both are.
    public static func && (left: StopCondition, right: StopCondition) -> StopCondition {
        StopCondition("\(left) and \(right)") { progress in
            combine(left.verdict(progress), right.verdict(progress)) { $0 == .stop && $1 == .stop }
        }
    }

    private static func combine(
        _ left: Verdict,
        _ right: Verdict,
        _ isMet: (Verdict, Verdict) -> Bool
    ) -> Verdict {
        if case .undetermined = left { return left }
        if case .undetermined = right { return right }
        return isMet(left, right) ? .stop : .proceed
    }
}
