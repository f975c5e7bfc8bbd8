/// The length of the longest text that a given number of tokens can represent.
package struct TextLimit: Sendable, Hashable {
    /// The maximum number of tokens.
    package let tokens: Int
    /// The maximum number of bytes of text.
    package let bytes: Int

    /// Creates a limit from a number of tokens.
    ///
    /// No token in a common vocabulary is longer than 256 bytes. Some servers count reasoning and tool calls toward the
    /// number of tokens, while others do not. The limit does not have to be exact, as long as legitimate answers never
    /// reach it.
    package init(tokens: Int) {
        self.tokens = tokens
        let (product, overflow) = max(0, tokens).multipliedReportingOverflow(by: 512)
        let (sum, isTooLarge) = product.addingReportingOverflow(1 << 20)
        bytes = overflow || isTooLarge ? .max : sum
    }

    /// The error for an answer that exceeds the limit.
    package var error: OpenAIError {
        OpenAIError(.responseTooLarge, "the answer is longer than the requested limit of \(tokens) tokens allows")
    }
}
