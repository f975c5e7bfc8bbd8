/// The style that distinguishes reasoning from the answer on a terminal.
package enum ReasoningLook: Sendable {
    case dimmed
    /// A heading, for terminals without dimmed text.
    case headed
}
