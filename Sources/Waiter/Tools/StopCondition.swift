/// A condition that is evaluated after each step of a tool loop and can end the loop.
///
///     until: .steps(5) || .tokens(20_000) || .called("finish")
///
/// A loop also ends when the model answers without calling a tool. A step consists of a request to the model and the
/// tool calls in the model's answer. When a condition ends the loop, the results of these tool calls are already in the
/// messages.
public struct StopCondition: Sendable, CustomStringConvertible {
    /// The result of evaluating a condition.
    public enum Verdict: Sendable, Hashable {
        /// The condition is not met.
        case proceed
        /// The condition is met.
        case stop
        /// The condition cannot be evaluated, for the given reason. The loop ends, even if the condition is combined
        /// with another condition that is not met.
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

    /// Evaluates the condition.
    public func verdict(_ progress: ToolProgress) -> Verdict { examine(progress) }

    /// Stops after the given number of steps.
    public static func steps(_ count: Int) -> StopCondition {
        StopCondition(count == 1 ? "1 step" : "\(count) steps") { $0.steps.count >= count ? .stop : .proceed }
    }

    /// Stops when the total number of tokens in all steps, including prompt tokens, reaches the given number.
    ///
    /// The loop also stops if the server does not report the usage of a step.
    public static func tokens(_ count: Int) -> StopCondition {
        StopCondition("\(count) tokens") { progress in
            guard let total = progress.totalTokens else {
                return .undetermined("the token usage of a step is unknown")
            }
            return total >= count ? .stop : .proceed
        }
    }

    /// Stops after a step in which a call to the given tool succeeded.
    public static func called(_ name: String) -> StopCondition {
        StopCondition("a call to \(name)") { $0.steps.last?.called.contains(name) == true ? .stop : .proceed }
    }

    /// Returns a condition that is met if at least one of the two conditions is met.
    public static func || (left: StopCondition, right: StopCondition) -> StopCondition {
        StopCondition("\(left) or \(right)") { progress in
            combine(left.verdict(progress), right.verdict(progress)) { $0 == .stop || $1 == .stop }
        }
    }

    /// Returns a condition that is met only if both conditions are met.
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
