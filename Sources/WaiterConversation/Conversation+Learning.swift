package import Waiter

/// The context of a model as its server made it known.
package struct LearnedContext: Sendable, Hashable {
    package var model: String
    package var size: Int

    package init(model: String, size: Int) {
        (self.model, self.size) = (model, size)
    }
}

extension Conversation {
    /// The window that makes the next attempt fit, in the units of our own count.
    ///
    /// - Parameters:
    ///   - context: What the server refused.
    ///   - answer: The most tokens that the request asks for, which need their room whatever the size.
    ///   - guesses: Whether half of what was refused is taken for the limit when the server tells none.
    /// - Returns: Nil when nothing can be learned.
    package static func learned(
        from error: OpenAIError,
        _ context: FittedContext,
        _ window: ContextWindow,
        answer: Int? = nil,
        guesses: Bool = false
    ) -> ContextWindow? {
        let told = ContextOverflow(error.server)
        if let size = told.size {
            var window = window
            window.size = size
            if let counted = told.tokens, counted > context.tokens, context.tokens > 0 {
                // The server counts more than we do: so will it next time, by so much a token or by so much a request.
                let ours = Int(Double(size) * Double(context.tokens) / Double(counted))
                window.size = max(1, ours - min(counted - context.tokens, size / 32))
            }
            window.reserve = answer ?? min(window.reserve, max(1, (window.size ?? size) / 4))
            if let limit = window.limit, limit < context.tokens { return window }
        }
        guard guesses, context.tokens > 1 else { return nil }
        var window = window
        window.reserve = answer ?? min(window.reserve, context.tokens / 8)
        window.size = context.tokens / 2 + max(0, window.reserve)
        return window
    }

    /// The size of the model's context as its server told it; nil when it told none.
    package var learnedContext: LearnedContext? {
        get { memory.learned }
        set { memory.learned = newValue }
    }

    /// The window without what a server took back of it before.
    func corrected(_ window: ContextWindow, for model: String, answer: Int?) -> ContextWindow {
        guard let learned = memory.learned, learned.model == model else { return window }
        var window = window
        window.size = min(window.size ?? learned.size, learned.size)
        window.reserve = answer ?? min(window.reserve, max(1, learned.size / 4))
        return window
    }
}
