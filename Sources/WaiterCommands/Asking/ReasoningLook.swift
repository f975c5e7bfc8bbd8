/// The style that distinguishes reasoning from the answer on a terminal.
package enum ReasoningLook: Sendable {
    case dimmed
    /// A heading, for terminals that do not support dimmed text.
    case headed
}
