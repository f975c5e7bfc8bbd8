internal import ArgumentParser

/// The values of `--fit`: the strategies for a conversation that exceeds the context window.
package enum FitChoice: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// The call fails before anything is sent.
    case none
    /// The oldest questions and their answers are omitted.
    case oldest
    /// In a separate call, the model summarizes the messages that would otherwise be omitted.
    case summarize
}
