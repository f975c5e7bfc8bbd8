/// Puts the prompt together from the words of the command line and what is piped in.
package struct PromptReader {
    package var words: [String]
    package var readsStandardInput: Bool
    package var console: Console

    package init(words: [String], readsStandardInput: Bool, console: Console) {
        self.words = words
        self.readsStandardInput = readsStandardInput
        self.console = console
    }

    /// The prompt: the piped text, a blank line, the words; `-` among the words stands for the piped text.
    ///
    /// - Throws: `CommandFailure` when there is no prompt, or it is not UTF-8.
    package func read() throws -> String {
        let namesInput = words.contains("-")
        var piped: String?
        if namesInput || (readsStandardInput && !StandardInput.isTerminal) { piped = try pipedText() }
        if namesInput {
            let text = words.map { $0 == "-" ? piped ?? "" : $0 }.joined(separator: " ")
            return try checked(text)
        }
        let question = words.joined(separator: " ")
        let parts = [piped ?? "", question].filter { !$0.allSatisfy(\.isWhitespace) }
        return try checked(parts.joined(separator: "\n\n"))
    }

    private func pipedText() throws -> String {
        let bytes = try StandardInput.readAll {
            console.notice("waiter: waiting for standard input (end it with Ctrl-D, or use --no-stdin)")
        }
        if let offset = UTF8Check.firstInvalidByte(in: bytes) {
            throw CommandFailure.usage(
                "the piped text is not UTF-8 (byte \(offset))",
                nextStep: "convert it, for example with: iconv -f latin1 -t utf-8"
            )
        }
        var text = String(decoding: bytes, as: UTF8.self)
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }

    private func checked(_ text: String) throws -> String {
        if text.allSatisfy(\.isWhitespace) {
            throw CommandFailure.usage("there is no prompt", nextStep: "for example: waiter 'What is an API?'")
        }
        return text
    }
}
