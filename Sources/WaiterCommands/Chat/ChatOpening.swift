internal import Waiter
internal import WaiterConversation
internal import WaiterLedger

/// How a chat begins: with which server, and with what was said before.
struct ChatOpening: Sendable {
    let session: AskSession
    var plan: ConversationPlan
    let flags: Settings.Flags
    let system: String?
    let parameters: [(name: String, value: JSONValue)]
    let maxTokens: Int?
    let answer: AnswerOptions

    private var console: Console { session.console }

    /// Finds the server and the model, and says where things stand.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    func loop(_ interrupts: ChatInterrupts) async throws -> ChatLoop {
        let service = try await session.open()
        var question = Question(prompt: "", system: nil, parameters: parameters)
        question.maxTokens = maxTokens
        var fields = try session.fields(of: question, answer, baseURL: service.client.configuration.baseURL)
        // The prompt tells what things cost.
        if fields["stream_options"] == nil { fields["stream_options"] = ["include_usage": true] }
        var stored = plan.earlier ?? StoredConversation(Conversation(model: service.model))
        (stored.profile, stored.conversation.model) = (session.settings.profile.name, service.model)
        if let system, !system.isEmpty { stored.conversation.append(.system(system)) }
        let editor = editor()
        greet(stored, service, isInteractive: editor.isInteractive)
        return ChatLoop(
            session: session,
            interrupts: interrupts,
            answer: answer,
            plan: plan,
            service: service,
            fields: fields,
            stored: stored,
            fitting: try ContextFitting(session: session, service: service, fields: fields, plan: plan),
            editor: editor
        )
    }

    private func editor() -> LineEditor {
        let isDumb = session.context.environment["TERM"] == "dumb"
        // Who wants nothing recorded wants it nowhere.
        let history = plan.ledger.records ? session.directories.history : nil
        var editor = LineEditor(isDumb: isDumb, history: History(path: history))
        let completions = ChatCompletions(
            environment: session.context.environment,
            flags: flags,
            directories: session.directories
        )
        let external = ChatEditor(session: session)
        editor.complete = { completions.candidates(for: $0) }
        editor.edit = { try? await external.edit($0) }
        return editor
    }

    private func greet(_ stored: StoredConversation, _ service: AnsweringService, isInteractive: Bool) {
        guard isInteractive else { return }
        var words = ["\(service.model) at \(service.host)"]
        if !plan.ledger.records { words.append("not recorded") }
        console.notice(TerminalText.line("waiter: \(words.joined(separator: ", ")); /help, Ctrl-D leaves"))
        guard plan.earlier != nil, let turn = lastTurn(of: stored.conversation) else { return }
        let title = stored.conversation.displayTitle
        console.notice(TerminalText.line("waiter: going on with '\(title)', \(stored.conversation.messages.count) messages; last:"))
        for message in turn { console.notice(TerminalText.line("  \(message.role.rawValue): \(beginning(message.text))")) }
    }

    private func lastTurn(of conversation: Conversation) -> ArraySlice<ChatMessage>? {
        let messages = conversation.messages
        return messages.lastIndex { $0.role == .user }.map { messages[$0...].prefix(2) }
    }

    private func beginning(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.count > 70 ? line.prefix(69) + "…" : line
    }
}
