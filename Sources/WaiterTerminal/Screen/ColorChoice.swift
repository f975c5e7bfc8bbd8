/// The value of `--color`.
package enum ColorChoice: String, CaseIterable, Sendable {
    /// Colors are used on capable terminals, unless `NO_COLOR` is set.
    case auto
    case always
    case never
}
