internal import Waiter
internal import WaiterConversation
internal import WaiterTerminal

/// A table that shows how much of the context window each turn uses. It is printed by `/tokens`.
struct ContextTable {
    /// The number of turns that are listed individually. All earlier turns share one row.
    private static let limit = 20

    private var rows: [[String]] = []
    private var end = ""

    init(_ session: ChatSession) async {
        let conversation = session.conversation
        let path = conversation.path
        let turns = ConversationMap(conversation).turns
        let fill = await session.model.fill(with: conversation)
        guard !path.isEmpty else {
            end = "the conversation is empty"
            return
        }
        var (counted, earlier) = (0, 0)
        func add(_ name: String, _ what: String, upTo place: Int?) async {
            var part = conversation
            guard let place, (try? part.branch(at: place)) != nil else { return }
            let total = await session.model.fill(with: part).tokens
            rows.append([Self.number(total - counted), name, what])
            counted = total
        }
        let first = turns.first?.before ?? path.last?.id
        if turns.first?.before != nil || turns.isEmpty { await add("", "system prompt", upTo: first) }
        if turns.count > Self.limit {
            earlier = turns.count - Self.limit
            await add("1-\(earlier)", "earlier turns", upTo: turns[earlier - 1].end)
        }
        for turn in turns.dropFirst(earlier) {
            await add("\(turn.number)", ConversationMap.short(turn.question, limit: 50), upTo: turn.end)
        }
        end = Self.words(fill, conversation.lastFit?.omitted.count ?? 0)
    }

    private static func number(_ count: Int) -> String {
        let text = "\(count)"
        return String(repeating: " ", count: max(0, 8 - text.count)) + text
    }

    private static func words(_ fill: ContextFill, _ omitted: Int) -> String {
        var text = "\(fill.isExact ? "" : "about ")\(fill.tokens) tokens"
        if let size = fill.size {
            text += " of \(size)"
            if fill.reserve > 0 { text += ", \(fill.reserve) reserved for the answer" }
        }
        if omitted > 0 { text += "; \(omitted) message\(omitted == 1 ? " was" : "s were") omitted to fit" }
        return text
    }

    /// The table, followed by the total.
    var text: String { TextTable.text(rows) + end }
}
