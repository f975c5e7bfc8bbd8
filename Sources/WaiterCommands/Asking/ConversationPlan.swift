internal import Waiter
internal import WaiterConversation
package import WaiterStore
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// What was said before a question, what happens when it is too much, and where question and answer are written down.
package struct ConversationPlan: Sendable {
    /// The conversation that is carried on; nil for a new one.
    package var earlier: StoredConversation?
    /// What is done when it does not fit; nil when nobody said, and then only what was said before can stay behind.
    package var fit: FitChoice?
    /// Where it is written down.
    package var ledger: LedgerSource
    /// Whether the system prompt was given with this very question.
    package var replacesSystem = false

    package init(ledger: LedgerSource) {
        self.ledger = ledger
    }

    /// Chooses, where the command line does not, the profile and the model that the conversation was held with.
    package func choose(_ flags: inout Settings.Flags) {
        guard let earlier else { return }
        if flags.profile == nil, flags.baseURL == nil, flags.key == nil {
            (flags.profile, flags.profileSource) = (earlier.profile, "the conversation's")
        }
        let model = earlier.conversation.model
        if flags.model == nil, !model.isEmpty, flags.profile == earlier.profile {
            (flags.model, flags.modelSource) = (model, "the conversation")
        }
    }

    /// The conversation up to the question, which it ends with.
    ///
    /// A question of a stored conversation that has no answer, or none yet, stays behind as a branch: models are asked one
    /// thing at a time.
    func begun(
        _ question: Question,
        model: String,
        profile: String,
        at date: Date,
        _ console: Console
    ) throws -> StoredConversation {
        var stored = earlier ?? StoredConversation(Conversation(model: model))
        if stored.isSaved, let last = stored.conversation.path.last {
            if last.status == .streaming {
                try stored.conversation.undo()
                console.notice("waiter: the question before is being answered elsewhere: this one stands beside it")
            } else if stored.conversation.endsUnanswered {
                try stored.conversation.undo()
                console.notice("waiter: the question before, which has no answer, is left out (log show --branches)")
            }
        }
        stored.profile = profile
        stored.conversation.model = model
        if replacesSystem, let system = question.system, stored.conversation.head != nil {
            stored.conversation.replaceSystemPrompt(by: system, at: date)
        }
        for message in question.messages where message.role != .system || stored.conversation.head == nil {
            stored.conversation.append(message)
        }
        return stored
    }

    /// What the calls of a conversation are counted under; nil where nothing of it is written down.
    func recorded(_ conversation: Conversation) -> String? { ledger.records ? conversation.id.text : nil }

    /// The policy that was chosen, or suits what was said before.
    func policy(_ summary: @autoclosure () -> ContextPolicy) -> ContextPolicy {
        switch fit {
        case .some(.none): .fail
        case .oldest: .dropOldest
        case .summarize: summary()
        // A question alone has nothing to leave out; where its count is uncertain, the server decides.
        case nil: earlier == nil ? .failIfCertain : .dropOldest
        }
    }
}

extension Conversation {
    /// Whether the last question has no answer, or one that was cut off before its first word.
    var endsUnanswered: Bool {
        guard let last = path.last else { return false }
        if last.message.role == .user { return true }
        return last.message == .assistant("") && last.status != .complete
            && path.dropLast().last?.message.role == .user
    }
}
