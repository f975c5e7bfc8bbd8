internal import Waiter
internal import WaiterConversation
internal import WaiterTerminal

extension SlashCommand {
    static let tokens = SlashCommand(
        name: "tokens",
        usage: "",
        summary: "Shows what fills the model's context."
    ) { session, _ in
        session.console.say(await ContextTable(session).text)
        return .next
    }

    static let cost = SlashCommand(
        name: "cost",
        usage: "",
        summary: "Says what the conversation has cost."
    ) { session, _ in
        guard let cost = session.model.cost(of: session.conversation) else {
            session.console.say("nothing: the model on this machine answers")
            return .next
        }
        var line = "\(cost.words) for \(cost.answers) answer\(cost.answers == 1 ? "" : "s"), all branches included"
        if cost.input > 0 || cost.output > 0 { line += "; tokens: \(cost.input) in, \(cost.output) out" }
        if cost.unknown > 0 { line += "; of \(cost.unknown) the cost is not known" }
        session.console.say(line)
        return .next
    }
}
