internal import WaiterTerminal

/// What stands before an entry: the model, the fill of its context, the cost so far.
package struct ChatPrompt: Sendable, Hashable {
    package var model: String
    package var fill: ContextFill?
    package var cost: RunningCost?
    /// How many attachments wait for the next question.
    package var attachments = 0

    package init(model: String, fill: ContextFill? = nil, cost: RunningCost? = nil, attachments: Int = 0) {
        (self.model, self.fill, self.cost, self.attachments) = (model, fill, cost, attachments)
    }

    /// The text for a terminal of so many columns, at most half of which it takes.
    package func text(columns: Int) -> String {
        let pieces = [fill?.words, cost?.words].compactMap { $0 }
        let name = TerminalText.line(model.split(separator: "/").last.map(String.init) ?? model)
        let waiting = attachments > 0 ? ["+\(attachments)"] : []
        let candidates = [[name] + pieces, [name] + pieces.prefix(1), Array(pieces.prefix(1)), []]
        let texts = candidates.map { ($0 + waiting + [">"]).joined(separator: " ") + " " }
        return texts.first { $0.count <= columns / 2 } ?? "> "
    }
}
