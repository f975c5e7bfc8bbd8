internal import Waiter
internal import WaiterConversation
package import WaiterStore
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The conversation that a question continues, the policy for fitting it to the context window, and the ledger that
/// records the calls.
package struct ConversationPlan: Sendable {
    /// The conversation to continue, or `nil` for a new one.
    package var earlier: StoredConversation?
    /// The strategy for a conversation that exceeds the context window, or `nil` if no strategy was specified. Without
    /// a strategy, only earlier messages can be omitted.
    package var fit: FitChoice?
    /// The ledger that records the calls.
    package var ledger: LedgerSource
    /// Whether the system prompt was given with this question.
    package var replacesSystem = false

    package init(ledger: LedgerSource) {
        self.ledger = ledger
    }

    /// Applies the conversation's profile and model if the command line does not specify them.
    package func choose(_ flags: inout Settings.Flags) {
        guard let earlier else { return }
        if flags.profile == nil, flags.baseURL == nil, flags.key == nil {
            (flags.profile, flags.profileSource) = (earlier.profile, "the conversation")
        }
        let model = earlier.conversation.model
        if flags.model == nil, !model.isEmpty, flags.profile == earlier.profile {
            (flags.model, flags.modelSource) = (model, "the conversation")
        }
    }

    /// Returns the conversation with the question appended.
    ///
    /// A stored conversation can end with an unanswered question, because the call failed or is still in progress. That
    /// question becomes a separate branch, so that the model sees only one question at a time.
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
                console.notice(
                    "waiter: another process is answering the previous question; this one starts a new branch"
                )
            } else if stored.conversation.endsUnanswered {
                try stored.conversation.undo()
                console.notice(
                    "waiter: omitting the previous question, which has no answer (see: waiter log show --branches)"
                )
            }
        }
        stored.profile = profile
        stored.conversation.model = model
        if question.messages.contains(where: { $0.role != .system }) { stored.conversation.closeToolCalls() }
        if replacesSystem, let system = question.system, stored.conversation.head != nil {
            stored.conversation.replaceSystemPrompt(by: system, at: date)
        }
        for message in question.messages where message.role != .system || stored.conversation.head == nil {
            stored.conversation.append(message)
        }
        return stored
    }

    /// Returns the ID under which a conversation's calls are recorded, or `nil` if recording is disabled.
    func recorded(_ conversation: Conversation) -> String? { ledger.records ? conversation.id.text : nil }

    /// Returns the requested policy, or the default policy if none was requested. The default depends on whether there
    /// is an earlier conversation.
    func policy(_ summary: @autoclosure () -> ContextPolicy) -> ContextPolicy {
        switch fit {
        case .some(.none): .fail
        case .oldest: .dropOldest
        case .summarize: summary()
        // Without earlier messages, there is nothing to omit. If the token count is uncertain, let the server decide
        // whether the question fits.
        case nil: earlier == nil ? .failIfCertain : .dropOldest
        }
    }
}

extension Conversation {
    /// Whether the last question has no answer or has an answer that was interrupted before the first token.
    var endsUnanswered: Bool {
        guard let last = path.last else { return false }
        if last.message.role == .user { return true }
        return last.message == .assistant("") && last.status != .complete
            && path.dropLast().last?.message.role == .user
    }
}
