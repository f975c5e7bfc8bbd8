internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

extension SlashCommand {
    static let last = SlashCommand(
        name: "last",
        usage: "",
        summary: "Switch back to the previous conversation."
    ) { session, _ in
        guard let stored = try await session.model.lastConversation(otherThan: session.conversation.id) else {
            throw CommandFailure.usage("no other conversation")
        }
        session.stored = stored
        session.conversation.model = session.model.name
        session.template = nil
        session.console.say(ChatGreeting(session: session).lastExchange.joined(separator: "\n"))
        return .next
    }
}
