/// The longest text that an answer of so many tokens can be.
package struct TextLimit: Sendable, Hashable {
    /// The most tokens that the answer may have.
    package let tokens: Int
    /// The most bytes of its text.
    package let bytes: Int

    /// Creates the limit of an answer.
    ///
    /// No token of a vocabulary in use is longer than 256 bytes, and servers differ in what they count: reasoning, tool
    /// calls. A limit that nobody reaches in good faith is as good as an exact one.
    package init(tokens: Int) {
        self.tokens = tokens
        let (product, overflow) = max(0, tokens).multipliedReportingOverflow(by: 512)
        let (sum, isTooLarge) = product.addingReportingOverflow(1 << 20)
        bytes = overflow || isTooLarge ? .max : sum
    }

    /// The error for an answer with more text.
    package var error: OpenAIError {
        OpenAIError(.responseTooLarge, "the answer is longer than the \(tokens) tokens that were requested can be")
    }
}
