/// What `--color` says.
package enum ColorChoice: String, CaseIterable, Sendable {
    /// On a terminal that can; NO_COLOR takes away the colours.
    case auto
    case always
    case never
}
