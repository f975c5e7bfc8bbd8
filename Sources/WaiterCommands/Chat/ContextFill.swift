/// The amount of a model's context window that a conversation uses.
package struct ContextFill: Sendable, Hashable {
    /// The number of tokens in the whole conversation, even if only part of the conversation fits.
    package var tokens: Int
    /// Whether the count is exact.
    package var isExact: Bool
    /// The size of the context window in tokens, or `nil` if unknown.
    package var size: Int?
    /// The number of tokens in the window that are reserved for the answer.
    package var reserve: Int

    package init(tokens: Int, isExact: Bool = true, size: Int? = nil, reserve: Int = 0) {
        (self.tokens, self.isExact, self.size, self.reserve) = (tokens, isExact, size, reserve)
    }

    /// The text to display, such as `1.2k/128k`. Estimates are prefixed with `~`.
    package var words: String {
        let count = (isExact ? "" : "~") + Self.short(tokens)
        return size.map { "\(count)/\(Self.short($0))" } ?? count
    }

    /// Formats a token count compactly, such as `812`, `1.2k`, `128k` or `1M`.
    package static func short(_ count: Int) -> String {
        switch count {
        case ..<1_000: "\(count)"
        case ..<9_950: tenths(count, of: 1_000) + "k"
        case ..<999_500: "\((count + 500) / 1_000)k"
        case ..<9_950_000: tenths(count, of: 1_000_000) + "M"
        default: "\((count + 500_000) / 1_000_000)M"
        }
    }

    private static func tenths(_ count: Int, of unit: Int) -> String {
        let tenths = (count + unit / 20) * 10 / unit
        return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
