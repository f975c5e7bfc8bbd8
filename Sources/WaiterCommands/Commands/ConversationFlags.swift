package import ArgumentParser
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

/// Flags that select the conversation to continue.
package struct ConversationFlags: ParsableArguments {
    @Flag(name: [.customShort("c"), .customLong("continue")], help: "Continue the most recent conversation.")
    package var continuesLast = false

    @Option(
        help:
            """
            Continue this conversation: an ID, prefix or suffix, a number from 'waiter log', part of a title, or \
            'last'.
            """
    )
    package var id: String?

    @Option(
        help: ArgumentHelp(
            "Start with the messages in this JSON file: an array or a complete request; '-' is standard input.",
            valueName: "path"
        )
    )
    package var messages: String?

    @Option(
        help: """
            What to do if the conversation exceeds the context window: 'oldest' omits the oldest messages, 'summarize' \
            summarizes them in a separate call, and 'none' sends nothing. The default is 'oldest' in a chat or when \
            continuing a conversation (-c, --id, --messages). Otherwise, the default is to send the question unless it \
            is certain to exceed the context window.
            """
    )
    package var fit: FitChoice?

    @Flag(
        name: [.customShort("n"), .customLong("no-log")],
        help: "Store only the cost of this exchange, not its messages; same as WAITER_NO_LOG=1."
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

    /// Returns the most recent conversation. If the only question in that conversation was never answered, returns the
    /// most recent conversation that has an answer.
    private func last(in store: ConversationStore, _ console: Console) throws -> ConversationID {
        let last = try store.identify("last")
        guard let answered = try store.lastAnswered(), answered != last else { return last }
        let title = try store.summary(of: answered).title
        let name = ColumnText.cut(TerminalText.line(title), to: 40)
        console.notice("waiter: the last question has no answer; continuing the previous conversation: \(name)")
        return answered
    }
}
