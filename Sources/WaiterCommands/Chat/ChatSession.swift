internal import Waiter
package import WaiterConversation
internal import WaiterModels
package import WaiterStore
internal import WaiterTerminal

/// A chat at one moment: the conversation, who answers, and what waits for the next question.
package struct ChatSession: Sendable {
    package var stored: StoredConversation
    package var model: any ChatModel
    /// What goes along with the next question.
    package var attachments: [PendingAttachment] = []
    /// What the first question is put into.
    package var template: ChatTemplate?
    /// Whether a person types, whose lines can be changed before they are entered.
    package var isInteractive: Bool
    let context: CommandContext

    package init(
        _ stored: StoredConversation,
        model: any ChatModel,
        context: CommandContext,
        isInteractive: Bool
    ) {
        (self.stored, self.model, self.context, self.isInteractive) = (stored, model, context, isInteractive)
    }

    var console: Console { context.console }

    /// The conversation.
    package var conversation: Conversation {
        get { stored.conversation }
        set { stored.conversation = newValue }
    }

    /// Does what a line says, up to asking.
    ///
    /// - Throws: `CommandFailure`, `StandardStream.Failure`, `CancellationError`; the chat goes on after the first.
    package mutating func take(_ line: ChatLine) async throws -> ChatStep {
        switch line {
        case .blank: return .next
        case .question(let text):
            try pose(text)
            return .ask
        case .command(let name, let isForced, let argument):
            guard let command = SlashCommand.named(name) else { return .next }
            return try await command.run(&self, SlashCommand.Argument(argument, isForced: isForced))
        case .unknown(let word):
            let nearest = NearestName.find(word.lowercased(), in: SlashCommand.all.map(\.name))
            throw CommandFailure.usage(
                "there is no command '/\(word)'",
                nextStep: (nearest.map { "did you mean '/\($0)'? " } ?? "")
                    + "/help lists them; a question that begins with a slash begins with two"
            )
        }
    }

    /// Adds a question to the conversation.
    ///
    /// One that was never answered is left behind: models are asked one thing at a time.
    package mutating func pose(_ text: String) throws {
        var prompt = text
        if let template { prompt = try template.filled(with: text) }
        template = nil
        if conversation.endsUnanswered {
            try conversation.undo()
            console.notice("waiter: the question before, which has no answer, is left out (/branch lists it)")
        }
        conversation.append(PendingAttachment.question(prompt, with: attachments))
        attachments = []
    }

    /// Puts another question in the place of the last one, which stays as a branch; what was attached to it goes along.
    ///
    /// - Throws: `CommandFailure` when there is none.
    package mutating func replaceQuestion(with text: String) throws {
        let question = try lastQuestion().message
        try conversation.undo()
        conversation.append(PendingAttachment.question(text, with: attachments, keeping: question))
        attachments = []
    }

    /// The last question.
    ///
    /// - Throws: `CommandFailure` when there is none.
    func lastQuestion() throws -> Conversation.Node {
        guard let question = conversation.path.last(where: { $0.message.role == .user }) else {
            throw CommandFailure.usage("there is no question yet")
        }
        return question
    }

    /// The last answer.
    ///
    /// - Throws: `CommandFailure` when there is none.
    func lastAnswer() throws -> Conversation.Node {
        let answer = conversation.path.last { $0.message.role == .assistant && !$0.message.text.isEmpty }
        guard let answer else { throw CommandFailure.usage("there is no answer yet") }
        return answer
    }

    /// Writes down that the conversation was changed.
    mutating func keep() { model.keep(&stored) }

    /// What stands before the next entry.
    package func prompt() async -> ChatPrompt {
        ChatPrompt(
            model: model.name,
            fill: await model.fill(with: conversation),
            cost: model.cost(of: conversation),
            attachments: attachments.count
        )
    }
}
