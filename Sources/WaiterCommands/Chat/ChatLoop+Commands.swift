internal import Waiter
internal import WaiterConversation
internal import WaiterLedger

extension ChatLoop {
    /// Does what a line with a slash asks for.
    ///
    /// - Throws: `CommandFailure` for what cannot be done, `StandardStream.Failure`, `CancellationError`.
    mutating func perform(_ name: ChatCommandName, _ argument: String) async throws {
        switch name {
        case .help: console.say(ChatCommandName.helpText)
        case .model: try await chooseModel(argument)
        case .system: setSystem(argument)
        case .attach: try await attach(argument)
        case .edit: try await editQuestion()
        case .retry: try await retry()
        case .undo: try undo()
        case .branch: try branch(argument)
        case .save: try save(argument)
        case .tokens: await showTokens()
        case .cost: showCosts()
        case .copy: try copy()
        case .quit: break
        }
    }

    // MARK: Model and system prompt

    private mutating func chooseModel(_ name: String) async throws {
        guard !name.isEmpty else { return console.say(TerminalText.line("\(service.model) at \(service.host)")) }
        let model = try await session.checked(model: name, at: service)
        service = AnsweringService(service, model: model)
        stored.conversation.model = model
        fitting = try ContextFitting(session: session, service: service, fields: fields, plan: plan)
        console.notice(TerminalText.line("(from here on \(model) answers)"))
    }

    private mutating func setSystem(_ text: String) {
        guard text.isEmpty else {
            stored.conversation.append(.system(text))
            return console.notice("(from here on)")
        }
        let prompts = conversation.messages.filter { $0.role == .system || $0.role == .developer }.map(\.text)
        console.say(prompts.isEmpty ? "(none)" : TerminalText.safe(prompts.joined(separator: "\n\n")))
    }

    private mutating func attach(_ name: String) async throws {
        guard !name.isEmpty else {
            throw CommandFailure.usage("nothing is named", nextStep: "for example: /attach photo.jpg")
        }
        let attachment: Attachment
        if Attachment.isAddress(name) {
            attachment = try await AttachmentFetcher(environment: session.context.environment).attachment(at: name)
        } else {
            attachment = try Attachment(path: Self.expanded(name, home: session.context.environment["HOME"]))
        }
        attachments.append(attachment)
        console.notice("(\(attachments.count) for the next question)")
    }

    /// A path whose `~` means the home directory: no shell has seen it.
    private static func expanded(_ path: String, home: String?) -> String {
        guard let home, path == "~" || path.hasPrefix("~/") else { return path }
        return home + path.dropFirst()
    }

    // MARK: Turns

    private mutating func retry() async throws {
        guard let question = ChatTurns(conversation).questions.last else { throw Self.nothingAsked }
        try stored.conversation.branch(at: question.id)
        try await answerLast()
    }

    private mutating func editQuestion() async throws {
        guard let question = ChatTurns(conversation).questions.last else { throw Self.nothingAsked }
        guard let text = try await ChatEditor(session: session).edit(question.message.text) else { return }
        guard !text.allSatisfy(\.isWhitespace), text != question.message.text else {
            return console.notice("(nothing was changed)")
        }
        try stored.conversation.branch(at: question.parent)
        stored.conversation.append(question.message.saying(text))
        try await answerLast()
    }

    private mutating func undo() throws {
        guard !ChatTurns(conversation).questions.isEmpty else { throw Self.nothingAsked }
        let question = try stored.conversation.undo()
        keep()
        let words = question.text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(60)
        console.notice(TerminalText.line("(taken back: \(words))"))
    }

    private mutating func branch(_ name: String) throws {
        let turns = ChatTurns(conversation)
        guard !name.isEmpty else {
            guard !turns.lines.isEmpty else { throw Self.nothingAsked }
            console.say(turns.lines.map { TerminalText.line($0) }.joined(separator: "\n"))
            return console.notice("(/branch 1 goes on behind turn 1; what comes after it stays as a branch)")
        }
        guard let end = turns.end(of: name) else {
            throw CommandFailure.usage("there is no turn or branch '\(name)'", nextStep: "/branch lists them")
        }
        try stored.conversation.branch(at: end)
        keep()
        let count = ChatTurns(conversation).questions.count
        console.notice("(behind turn \(count))")
    }

    private static let nothingAsked = CommandFailure.usage("nothing was asked yet")

    /// Writes down where the conversation stands, if it is written down at all.
    private mutating func keep() {
        guard plan.ledger.records, stored.isSaved else { return }
        do {
            try plan.ledger.writable()?.save(&stored)
        } catch {
            console.say(TerminalText.line("waiter: this is not recorded: \(LedgerSource.words(error))"))
        }
    }

    // MARK: What there is

    private func showTokens() async {
        var rows: [(String, Int)] = []
        for (name, roles) in Self.kinds {
            let messages = conversation.messages.filter { roles.contains($0.role) }
            guard !messages.isEmpty else { continue }
            let count = await fitting.tokens(ofMessages: messages)
            rows.append((name, count.tokens))
        }
        let whole = await fitting.tokens(of: conversation)
        var lines = rows.map { "  \($0.0): \($0.1)" }
        let kind = whole.map { $0.isExact ? "" : " (about: \($0.reasons.joined(separator: "; ")))" } ?? ""
        let size = fitting.window.size.map { " of \($0), \(fitting.window.reserve) of them kept for the answer" } ?? ""
        lines.append("  in all \(whole?.tokens ?? 0) tokens\(size)\(kind)")
        if let fit = conversation.lastFit, !fit.omitted.isEmpty {
            lines.append("  \(fit.omitted.count) messages were left out last time, \(fit.tokens) tokens were sent")
        }
        console.say(lines.map { TerminalText.line($0) }.joined(separator: "\n"))
    }

    private static let kinds: [(String, Set<Role>)] = [
        ("system", [.system, .developer]), ("questions", [.user]), ("answers", [.assistant]),
        ("tools", [.tool, .function]),
    ]

    private func showCosts() {
        if session.isLocal { return console.say("nothing: the model runs on this machine") }
        guard let costs, !costs.lines.isEmpty else { return console.say("nothing yet") }
        console.say((costs.report + ["  in all \(costs.total)"]).map { TerminalText.line($0) }.joined(separator: "\n"))
    }

    private func save(_ name: String) throws {
        guard !name.isEmpty else {
            throw CommandFailure.usage("no file is named", nextStep: "for example: /save talk.md")
        }
        let replaces = name.hasSuffix("!")
        let path = Self.expanded(replaces ? String(name.dropLast()) : name, home: session.context.environment["HOME"])
        try ChatFile(path: path, replaces: replaces).write(conversation)
        console.notice(TerminalText.line("(written to \(path))"))
    }

    private func copy() throws {
        guard let answer = conversation.path.last(where: { $0.message.role == .assistant }) else {
            throw CommandFailure.usage("nothing was answered yet")
        }
        console.notice("(\(try Clipboard(console: console).copy(answer.message.text)))")
    }
}

extension ChatMessage {
    /// The same message with another text; what it shows stays.
    fileprivate func saying(_ text: String) -> ChatMessage {
        var message = self
        guard case .parts(let parts)? = content else {
            message.content = .text(text)
            return message
        }
        let others = parts.filter { part in
            if case .text = part { return false }
            return true
        }
        message.content = .parts([.text(text)] + others)
        return message
    }
}
