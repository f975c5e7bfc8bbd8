internal import ArgumentParser

/// What `--color` says.
package enum ColorChoice: String, CaseIterable, Sendable, ExpressibleByArgument {
    /// On a terminal that can, unless NO_COLOR is set.
    case auto
    case always
    case never
}
