internal import WaiterConversation

/// What stands in the prompt: the model, how full its context is, and what the conversation has cost.
package struct ChatStatus: Sendable, Hashable {
    package var model: String
    /// The tokens that the conversation has; nil for none yet.
    package var tokens: Int?
    /// The size of the context; nil when nobody knows.
    package var size: Int?
    /// The cost so far; nil for a model that costs nothing.
    package var cost: String?

    package init(model: String, tokens: Int? = nil, size: Int? = nil, cost: String? = nil) {
        self.model = model
        self.tokens = tokens
        self.size = size
        self.cost = cost
    }

    /// The prompt for a terminal of so many columns, of which it takes a third at most where that is enough for anything.
    package func prompt(columns: Int) -> String {
        let fill = Self.brief(tokens ?? 0) + (size.map { "/" + Self.brief($0) } ?? "")
        let parts = [[TerminalText.line(model), fill] + (cost.map { [$0] } ?? []), [fill], []]
        let room = max(columns / 3, 20)
        let text = parts.map { $0.joined(separator: " ") }.first { $0.count + 3 <= room } ?? ""
        return text.isEmpty ? "> " : text + " > "
    }

    /// `950`, `1.2k`, `128k`, `1.05M`.
    package static func brief(_ count: Int) -> String {
        switch count {
        case ..<1000: return "\(count)"
        case ..<10_000: return tenths(count / 100) + "k"
        case ..<1_000_000: return "\(count / 1000)k"
        default: return tenths(count / 100_000) + "M"
        }
    }

    private static func tenths(_ tenths: Int) -> String {
        tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
