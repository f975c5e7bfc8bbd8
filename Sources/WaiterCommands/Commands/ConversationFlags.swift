package import ArgumentParser
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// Flags that select the conversation to continue.
package struct ConversationFlags: ParsableArguments {
    @Flag(name: [.customShort("c"), .customLong("continue")], help: "Carry the last conversation on.")
    package var continuesLast = false

    @Option(
        help:
            "Continue this conversation: an ID, an end of it, a number or a part of a title from waiter log, or 'last'."
    )
    package var id: String?

    @Option(
        help: ArgumentHelp(
            "Begin with the messages of a file: OpenAI's JSON array, or a request that has one; '-' is standard input.",
            valueName: "path"
        )
    )
    package var messages: String?

    @Option(
        help: """
            What happens when the conversation does not fit into the model's context: leave the oldest out, sum them \
            up by a call of its own, or none, and then nothing is sent (default: oldest, when there is an earlier part).
            """
    )
    package var fit: FitChoice?

    @Flag(
        name: [.customShort("n"), .customLong("no-log")],
        help: "Do not store this exchange, only its cost; WAITER_NO_LOG=1 does the same."
    )
    package var noLog = false

    package init() {}

    package func validate() throws {
        let count = (continuesLast ? 1 : 0) + (id == nil ? 0 : 1) + (messages == nil ? 0 : 1)
        if count > 1 { throw ValidationError("-c, --id and --messages cannot be combined") }
    }

    /// Loads the earlier part of the conversation.
    ///
    /// - Throws: `CommandFailure` if the conversation or file does not exist or cannot be read.
    package func plan(in context: CommandContext, _ directories: Directories) throws -> ConversationPlan {
        let records = !noLog && !context.forbidsRecording
        var plan = ConversationPlan(ledger: LedgerSource(directories: directories, records: records))
        plan.fit = fit
        if id != nil || continuesLast {
            do {
                let store = try plan.ledger.readable().conversations
                let wanted =
                    try id.map(ConversationLog(store: store, directories: directories).identify)
                    ?? last(in: store, context.console)
                plan.earlier = try store.conversation(wanted)
            } catch let error as StoreError {
                throw CommandFailure(error)
            }
        } else if let messages {
            plan.earlier = StoredConversation(try MessageFile.conversation(at: messages, context.console))
        }
        return plan
    }

    /// Returns the last conversation, or an older one if the last one's only question was never answered.
    private func last(in store: ConversationStore, _ console: Console) throws -> ConversationID {
        let last = try store.identify("last")
        guard let answered = try store.lastAnswered(), answered != last else { return last }
        let title = try store.summary(of: answered).title
        let name = ColumnText.cut(TerminalText.line(title), to: 40)
        console.notice("waiter: the last question has no answer; continuing the conversation before it: \(name)")
        return answered
    }
}
