/// The value of `--color`.
package enum ColorChoice: String, CaseIterable, Sendable {
    /// Colours on capable terminals, unless `NO_COLOR` is set.
    case auto
    case always
    case never
}
