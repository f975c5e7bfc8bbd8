package import Waiter

extension TokenCounter {
    /// Returns the full number of prompt tokens if the server truncated the prompt. Returns `nil` if the server read
    /// the whole prompt, or if it cannot be determined whether the prompt was truncated.
    ///
    /// Ollama, for example, silently truncates a prompt to its context window:
    /// https://github.com/ollama/ollama/issues/8099. Some servers exclude cached tokens from their count, so usage with
    /// cached tokens is inconclusive.
    package func truncatedPromptTokens(of request: ChatCompletionRequest, usage: CompletionUsage) -> Int? {
        let read = usage.promptTokens
        guard read >= 256, usage.promptTokensDetails?.cachedTokens ?? 0 == 0 else { return nil }
        // Most text has four or five bytes per token, so counting is worthwhile only if there are more than six bytes
        // per reported token.
        let bytes = request.messages.reduce(0) { $0 + $1.text.utf8.count }
        guard bytes / 6 > read, request.messages.allSatisfy(\.isTextOnly) else { return nil }
        let sent = count(request).tokens
        return sent > 512 && sent / 3 > read / 2 ? sent : nil
    }
}

extension ChatMessage {
    /// Whether the content consists only of text.
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
