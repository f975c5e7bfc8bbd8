internal import Waiter
internal import WaiterConversation
internal import WaiterLedger

/// A conversation at a terminal: reads what is entered, asks, and does what lines with a slash ask for.
struct ChatLoop: Sendable {
    let session: AskSession
    let interrupts: ChatInterrupts
    let answer: AnswerOptions
    var plan: ConversationPlan
    var service: AnsweringService
    var fields: JSONObject
    var stored: StoredConversation
    var fitting: ContextFitting
    var editor: LineEditor
    /// What goes along with the next question.
    var attachments: [Attachment] = []

    var console: Console { session.console }
    var conversation: Conversation { stored.conversation }

    /// Reads and asks until there is no more.
    ///
    /// - Parameter first: A question that is asked before anything is read.
    /// - Throws: `CommandFailure` when the input cannot be read, `StandardStream.Failure`, `CancellationError`.
    mutating func run(_ first: String?) async throws -> ExitStatus {
        if let first { try await ask(first) }
        while true {
            let prompt = await prompt()
            switch try await editor.read(prompt) {
            case .end:
                leave()
                return .complete
            case .interrupted(let lineWasEmpty):
                if lineWasEmpty { console.notice("(Ctrl-D or /quit leaves)") }
            case .text(let text):
                guard try await handle(ChatLine(text)) else {
                    leave()
                    return .complete
                }
            }
        }
    }

    /// Does what was entered; false to leave.
    private mutating func handle(_ line: ChatLine) async throws -> Bool {
        switch line {
        case .blank: break
        case .question(let text): try await ask(text)
        case .command(.quit, _): return false
        case .command(let name, let argument):
            do {
                try await perform(name, argument)
            } catch let failure as CommandFailure {
                console.say(failure.text)
            }
        case .unknown(let word, let nearest):
            let hint = nearest.map { "did you mean /\($0)?" } ?? "/help lists them"
            console.say(TerminalText.line("there is no /\(word): \(hint) (a question that begins so: //\(word))"))
        }
        return true
    }

    // MARK: Questions

    /// Asks a question, as the next turn.
    mutating func ask(_ text: String) async throws {
        dropUnanswered()
        let parts = attachments.map(\.part)
        stored.conversation.append(parts.isEmpty ? .user(text) : .user([.text(text)] + parts))
        attachments = []
        try await answerLast()
    }

    /// Asks what the conversation ends with; what fails is said, and the chat goes on.
    mutating func answerLast() async throws {
        let result = try await turn()
        (stored, fitting) = (result.stored, result.fitting)
        switch result.failure {
        case nil: break
        case let failure as StandardStream.Failure: throw failure
        case is CancellationError:
            // The chat itself may be over.
            try Task.checkCancellation()
            console.notice("(stopped; /retry asks again)")
        case let error?:
            var failure = CommandFailure(any: error)
            if failure.status == .incomplete { failure.nextStep = failure.nextStep ?? "/retry asks again" }
            console.say(failure.text)
        }
    }

    private struct Turn: Sendable {
        var stored: StoredConversation
        var fitting: ContextFitting
        var failure: (any Error)?
    }

    private func turn() async throws -> Turn {
        let (session, service, fields, answer, plan) = (session, service, fields, answer, plan)
        let start = Turn(stored: stored, fitting: fitting, failure: nil)
        return try await interrupts.stoppable {
            var turn = start
            do {
                _ = try await session.answer(
                    &turn.stored,
                    at: service,
                    fields: fields,
                    fitting: &turn.fitting,
                    answer,
                    plan
                )
            } catch {
                turn.failure = error
            }
            return turn
        }
    }

    /// A question that got no answer is not sent along with the next one; it stays as a branch.
    private mutating func dropUnanswered() {
        while let last = conversation.path.last, last.message.role == .user {
            try? stored.conversation.branch(at: last.parent)
        }
    }

    // MARK: The prompt

    private func prompt() async -> LinePrompt {
        guard editor.isInteractive else { return LinePrompt("> ") }
        var status = ChatStatus(model: service.model)
        status.tokens = await fitting.tokens(of: conversation)?.tokens
        status.size = fitting.window.size
        status.cost = session.isLocal ? nil : costs?.total
        return LinePrompt(status.prompt(columns: console.error.size.columns), style: "1;34")
    }

    /// What the conversation has cost; nil when the catalogue cannot be read.
    var costs: ChatCosts? {
        guard let catalogue = try? UserCatalogue.load(session.directories) else { return nil }
        return ChatCosts(conversation, catalogue: catalogue)
    }

    /// Says how the conversation can be found again.
    private func leave() {
        guard editor.isInteractive, plan.ledger.records, !conversation.nodes.isEmpty, stored.isSaved else { return }
        console.notice("waiter: carry on with: waiter chat --id \(conversation.id.text)")
    }
}
