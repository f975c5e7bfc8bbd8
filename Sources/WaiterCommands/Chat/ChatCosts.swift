internal import Waiter
package import WaiterConversation

/// What the answers of a conversation have cost, by model.
package struct ChatCosts: Sendable {
    package struct Line: Sendable {
        package var model: String
        package var answers = 0
        package var input = 0
        package var output = 0
        package var known = Dollars.zero
        package var unknown = 0
    }

    package private(set) var lines: [Line] = []

    /// Adds up all branches: what was undone has been paid for.
    package init(_ conversation: Conversation, catalogue: ModelCatalogue) {
        for node in conversation.nodes where node.message.role == .assistant {
            let model = node.model ?? conversation.model
            if !lines.contains(where: { $0.model == model }) { lines.append(Line(model: model)) }
            guard let place = lines.firstIndex(where: { $0.model == model }) else { continue }
            lines[place].add(node.usage, catalogue)
        }
    }

    /// All of it: exact, `?` behind what is only a part, or alone where nothing is known.
    package var total: String {
        let known = lines.reduce(Dollars?.some(Dollars.zero)) { sum, line in sum?.adding(line.known) }
        let unknown = lines.reduce(0) { $0 + $1.unknown }
        guard let known else { return "$?" }
        if unknown == 0 { return known.shortText }
        return known == Dollars.zero ? "$?" : known.shortText + "+?"
    }

    /// A line for each model.
    package var report: [String] {
        lines.map { line in
            let cost = line.unknown == 0 ? "\(line.known)" : line.unknown == line.answers ? "?" : "\(line.known) and ?"
            let answers = "\(line.answers) answer\(line.answers == 1 ? "" : "s")"
            return "  \(line.model): \(answers), \(line.input) tokens in, \(line.output) out, \(cost)"
        }
    }
}

extension ChatCosts.Line {
    fileprivate mutating func add(_ usage: CompletionUsage?, _ catalogue: ModelCatalogue) {
        answers += 1
        input = sum(input, usage?.promptTokens)
        output = sum(output, usage?.completionTokens)
        let cost = catalogue.cost(of: usage, on: CallTerms(model: model))
        guard let total = cost.total, let sum = known.adding(total) else {
            unknown += 1
            return
        }
        known = sum
    }

    private func sum(_ count: Int, _ more: Int?) -> Int {
        let (sum, overflow) = count.addingReportingOverflow(max(0, more ?? 0))
        return overflow ? .max : sum
    }
}
