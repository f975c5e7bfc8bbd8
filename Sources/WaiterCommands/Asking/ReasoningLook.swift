/// How reasoning is told from the answer on a terminal.
package enum ReasoningLook: Sendable {
    case dimmed
    /// By a heading, where nothing is dimmed.
    case headed
}
