internal import Waiter
internal import WaiterConversation
internal import WaiterTerminal

extension SlashCommand {
    static let edit = SlashCommand(
        name: "edit",
        usage: "[TEXT]",
        summary: "Change the last question and ask it again."
    ) { session, argument in
        let question = try session.lastQuestion()
        if !argument.text.isEmpty {
            try session.replaceQuestion(with: argument.text)
            return .ask
        }
        guard session.isInteractive else {
            throw CommandFailure.usage("missing question", nextStep: "/edit TEXT")
        }
        return .edit(question.message.text)
    }

    static let retry = SlashCommand(
        name: "retry",
        usage: "",
        summary: "Ask the last question again."
    ) { session, _ in
        try session.conversation.branch(at: session.lastQuestion().id)
        return .ask
    }

    static let undo = SlashCommand(
        name: "undo",
        usage: "",
        summary: "Undo the last question and its answer."
    ) { session, _ in
        let hadAnswer = session.conversation.path.last?.message.role != .user
        let question = try session.lastQuestion().message
        try session.conversation.undo()
        session.keep()
        let what = ConversationMap.short(question.text)
        session.console.notice(
            "waiter: undid “\(what)”\(hadAnswer ? " and its answer" : ""); /branch lists earlier turns"
        )
        return .next
    }

    static let branch = SlashCommand(
        name: "branch",
        usage: "[TURN]",
        summary: "List turns and branches or continue from one of them."
    ) { session, argument in
        let map = ConversationMap(session.conversation)
        if argument.text.isEmpty {
            session.console.say(map.text)
            return .next
        }
        guard let place = map.place(named: argument.text) else {
            throw CommandFailure.usage(
                "unknown turn '\(argument.text)'",
                nextStep: map.names.isEmpty
                    ? "the conversation is empty"
                    : "available: \(map.names.joined(separator: ", ")), or 0 for the beginning"
            )
        }
        try session.conversation.branch(at: place.end)
        session.keep()
        let last = session.conversation.path.last { $0.message.role == .user }
        let after = last.map { "after “\(ConversationMap.short($0.message.text))”" } ?? "from the beginning"
        session.console.notice("waiter: continuing \(after)")
        return .next
    }
}
