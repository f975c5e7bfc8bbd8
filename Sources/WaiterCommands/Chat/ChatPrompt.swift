internal import WaiterTerminal

/// The prompt before an input line. It shows the model, how full the context window is, and the conversation's cost.
package struct ChatPrompt: Sendable, Hashable {
    package var model: String
    package var fill: ContextFill?
    package var cost: RunningCost?
    /// The number of attachments that will be sent with the next question.
    package var attachments = 0

    package init(model: String, fill: ContextFill? = nil, cost: RunningCost? = nil, attachments: Int = 0) {
        (self.model, self.fill, self.cost, self.attachments) = (model, fill, cost, attachments)
    }

    /// Returns the text of the prompt. The text takes up at most half of the given terminal width.
    package func text(columns: Int) -> String {
        let pieces = [fill?.words, cost?.words].compactMap { $0 }
        let name = TerminalText.line(model.split(separator: "/").last.map(String.init) ?? model)
        let waiting = attachments > 0 ? ["+\(attachments)"] : []
        let candidates = [[name] + pieces, [name] + pieces.prefix(1), Array(pieces.prefix(1)), []]
        let texts = candidates.map { ($0 + waiting + [">"]).joined(separator: " ") + " " }
        return texts.first { $0.count <= columns / 2 } ?? "> "
    }
}
