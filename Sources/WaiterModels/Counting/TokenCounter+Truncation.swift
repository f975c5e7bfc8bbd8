package import Waiter

extension TokenCounter {
    /// Returns the tokens of a prompt where a server read far fewer of them than were sent; nil where it read all, or where
    /// that cannot be told.
    ///
    /// Ollama, for instance, truncates a prompt to its context without an error: https://github.com/ollama/ollama/issues/8099.
    /// Some servers leave cached tokens out of their count, so that a usage with cached tokens proves nothing.
    package func truncatedPromptTokens(of request: ChatCompletionRequest, usage: CompletionUsage) -> Int? {
        let read = usage.promptTokens
        guard read >= 256, usage.promptTokensDetails?.cachedTokens ?? 0 == 0 else { return nil }
        // Most texts have four or five bytes a token; only where they would have many more is a count worth its time.
        let bytes = request.messages.reduce(0) { $0 + $1.text.utf8.count }
        guard bytes / 6 > read, request.messages.allSatisfy(\.isTextOnly) else { return nil }
        let sent = count(request).tokens
        return sent > 512 && sent / 3 > read / 2 ? sent : nil
    }
}

extension ChatMessage {
    /// Whether its content is nothing but text.
    fileprivate var isTextOnly: Bool {
        guard audioID == nil else { return false }
        switch content {
        case .unknown?: return false
        case .parts(let parts)?:
            return parts.allSatisfy { part in
                switch part {
                case .text, .refusal: true
                case .inputAudio, .file, .unknown, .imageURL: false
                }
            }
        case .text?, nil: return true
        }
    }
}
