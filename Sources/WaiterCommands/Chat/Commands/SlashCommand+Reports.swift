internal import Waiter
internal import WaiterConversation
internal import WaiterStore
internal import WaiterTerminal

extension SlashCommand {
    static let tokens = SlashCommand(
        name: "tokens",
        usage: "",
        summary: "Show how the context window is used."
    ) { session, _ in
        session.console.say(await ContextTable(session).text)
        return .next
    }

    static let cost = SlashCommand(
        name: "cost",
        usage: "",
        summary: "Show the cost of the conversation."
    ) { session, _ in
        guard let cost = session.model.cost(of: session.conversation) else {
            session.console.say("none: the local model is free")
            return .next
        }
        let sum = cost.sum
        var line = "\(cost.words) for \(sum.calls) call\(sum.calls == 1 ? "" : "s"), including all branches"
        if sum.input > 0 || sum.output > 0 { line += "; tokens: \(sum.input) in, \(sum.output) out" }
        if sum.estimatedCalls > 0 { line += "; \(sum.estimatedCalls) estimated" }
        if sum.unknownCalls > 0 { line += "; \(sum.unknownCalls) with an unknown cost" }
        session.console.say(line)
        return .next
    }
}
