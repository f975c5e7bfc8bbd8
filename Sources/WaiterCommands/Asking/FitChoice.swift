internal import ArgumentParser

/// What happens when a conversation does not fit into the model's context: `--fit`.
package enum FitChoice: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// The call fails before anything is sent.
    case none
    /// The oldest questions stay behind, with their answers.
    case oldest
    /// What would stay behind is summed up by the model itself, in a call of its own.
    case summarize
}
