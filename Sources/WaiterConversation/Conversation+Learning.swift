package import Waiter

/// The size of a model's context window, as learned from the model's server.
package struct LearnedContext: Sendable, Hashable {
    package var model: String
    package var size: Int

    package init(model: String, size: Int) {
        (self.model, self.size) = (model, size)
    }
}

extension Conversation {
    /// Returns the context window to which the next request should be fitted. The size of the window is measured in
    /// tokens as counted by Waiter.
    ///
    /// - Parameters:
    ///   - error: The server's error.
    ///   - context: The selection that the server rejected.
    ///   - window: The window to which the selection was fitted.
    ///   - answer: The requested maximum number of answer tokens, which is reserved regardless of the window's size.
    ///   - guesses: Whether to assume a limit of half the rejected size if the server reports no limit.
    /// - Returns: The window, or `nil` if nothing can be learned.
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
                // The server counts more tokens than Waiter does. The same ratio or the same difference is assumed for
                // the next request.
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

    /// The size of the model's context window as reported by its server, or `nil` if no size was reported.
    package var learnedContext: LearnedContext? {
        get { memory.learned }
        set { memory.learned = newValue }
    }

    /// Returns the window, reduced to the size that the server reported earlier.
    func corrected(_ window: ContextWindow, for model: String, answer: Int?) -> ContextWindow {
        guard let learned = memory.learned, learned.model == model else { return window }
        var window = window
        window.size = min(window.size ?? learned.size, learned.size)
        window.reserve = answer ?? min(window.reserve, max(1, learned.size / 4))
        return window
    }
}
