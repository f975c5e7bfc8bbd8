internal import WaiterConversation
internal import WaiterTerminal

extension SlashCommand {
    static let model = SlashCommand(
        name: "model",
        usage: "[NAME]",
        summary: "Switch to another model or show the current one."
    ) { session, argument in
        if argument.text.isEmpty {
            session.console.say(TerminalText.line("\(session.model.name) (\(session.model.place))"))
            return .next
        }
        try await session.model.choose(argument.text)
        session.conversation.model = session.model.name
        session.keep()
        session.console.notice(TerminalText.line("waiter: now using \(session.model.name)"))
        return .next
    }

    static let system = SlashCommand(
        name: "system",
        usage: "[TEXT]",
        summary: "Set or show the system prompt; /system! removes it."
    ) { session, argument in
        if argument.text.isEmpty, !argument.isForced {
            session.console.say(session.conversation.systemPrompt.map(TerminalText.safe) ?? "no system prompt")
            return .next
        }
        let now = session.context.clock.date()
        guard let changed = session.conversation.withSystemPrompt(argument.text, at: now) else { return .next }
        session.conversation = changed
        session.keep()
        session.console.notice("waiter: system prompt \(argument.text.isEmpty ? "removed" : "set")")
        return .next
    }
}
