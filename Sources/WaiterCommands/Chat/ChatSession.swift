internal import Waiter
package import WaiterConversation
internal import WaiterModels
package import WaiterStore
internal import WaiterTerminal

/// The state of a chat: the conversation, the model, and pending attachments.
package struct ChatSession: Sendable {
    package var stored: StoredConversation
    package var model: any ChatModel
    /// The attachments that will be sent with the next question.
    package var attachments: [PendingAttachment] = []
    /// The template for the first question.
    package var template: ChatTemplate?
    /// Whether input comes from a terminal with line editing.
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

    /// The chat's conversation.
    package var conversation: Conversation {
        get { stored.conversation }
        set { stored.conversation = newValue }
    }

    /// Runs a line without requesting an answer.
    ///
    /// - Throws: `CommandFailure`, `StandardStream.Failure`, or `CancellationError`. After a `CommandFailure`, the chat
    ///   continues.
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
                "unknown command '/\(word)'",
                nextStep: (nearest.map { "did you mean '/\($0)'? " } ?? "")
                    + "see /help; to ask a question that begins with a slash, type two slashes"
            )
        }
    }

    /// Adds a question to the conversation.
    ///
    /// If the previous question was not answered, it is omitted so that the model sees only one question at a time.
    package mutating func pose(_ text: String) throws {
        var prompt = text
        if let template { prompt = try template.filled(with: text) }
        template = nil
        conversation.closeToolCalls()
        if conversation.endsUnanswered {
            try conversation.undo()
            console.notice("waiter: omitting the previous question, which has no answer (see /branch)")
        }
        conversation.append(PendingAttachment.question(prompt, with: attachments))
        attachments = []
    }

    /// Replaces the last question. The old question remains available as a branch.
    ///
    /// The attachments of the old question are kept.
    ///
    /// - Throws: `CommandFailure` if there is no question.
    package mutating func replaceQuestion(with text: String) throws {
        let question = try lastQuestion().message
        try conversation.undo()
        conversation.append(PendingAttachment.question(text, with: attachments, keeping: question))
        attachments = []
    }

    /// Returns the last question.
    ///
    /// - Throws: `CommandFailure` if there is no question.
    func lastQuestion() throws -> Conversation.Node {
        guard let question = conversation.path.last(where: { $0.message.role == .user }) else {
            throw CommandFailure.usage("no question yet")
        }
        return question
    }

    /// Returns the last answer.
    ///
    /// - Throws: `CommandFailure` if there is no answer.
    func lastAnswer() throws -> Conversation.Node {
        let answer = conversation.path.last { $0.message.role == .assistant && !$0.message.text.isEmpty }
        guard let answer else { throw CommandFailure.usage("no answer yet") }
        return answer
    }

    /// Saves changes to the conversation.
    mutating func keep() { model.keep(&stored) }

    /// Returns the prompt for the next input line.
    package func prompt() async -> ChatPrompt {
        ChatPrompt(
            model: model.name,
            fill: await model.fill(with: conversation),
            cost: model.cost(of: conversation),
            attachments: attachments.count
        )
    }
}
