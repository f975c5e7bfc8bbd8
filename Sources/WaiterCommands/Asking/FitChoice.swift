internal import ArgumentParser

/// The strategy for a conversation that exceeds the context window, for `--fit`.
package enum FitChoice: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// The call fails before anything is sent.
    case none
    /// The oldest questions and their answers are omitted.
    case oldest
    /// The model summarizes the messages that would be omitted, in a separate call.
    case summarize
}
