internal import Waiter
package import WaiterTerminal

/// Combines prompt arguments and piped text into a prompt.
package struct PromptReader {
    package var words: [String]
    package var readsStandardInput: Bool
    /// Whether `-` was given. If `true`, standard input is read even from a terminal.
    package var namesStandardInput: Bool
    package var console: Console

    package init(words: [String], readsStandardInput: Bool, namesStandardInput: Bool? = nil, console: Console) {
        self.words = words
        self.readsStandardInput = readsStandardInput
        self.namesStandardInput = namesStandardInput ?? words.contains("-")
        self.console = console
    }

    /// Returns the piped text, a blank line, and the prompt arguments. Returns an empty string if there is neither
    /// piped text nor an argument.
    ///
    /// If one of the arguments is `-`, that argument is replaced with the piped text instead.
    ///
    /// - Throws: `CommandFailure` if the piped text is too large or its encoding is uncertain.
    package func read() throws -> String {
        var piped = ""
        if namesStandardInput || (readsStandardInput && !StandardInput.isTerminal) { piped = try pipedText() }
        if words.contains("-") { return words.map { $0 == "-" ? piped : $0 }.joined(separator: " ") }
        let question = words.joined(separator: " ")
        return [piped, question].filter { !$0.allSatisfy(\.isWhitespace) }.joined(separator: "\n\n")
    }

    /// Reads all of standard input. Prints a notice if nothing arrives for two seconds.
    ///
    /// - Throws: `CommandFailure` if standard input cannot be read or is too large.
    package static func pipedBytes(_ console: Console) throws -> [UInt8] {
        try StandardInput.readAll {
            console.notice("waiter: waiting for standard input (end it with Ctrl-D, or use --no-stdin)")
        }
    }

    private func pipedText() throws -> String {
        let bytes = try Self.pipedBytes(console)
        var text: String
        do {
            let decoded = try DecodedText(bytes)
            text = decoded.text
            if let encoding = decoded.inferred {
                console.notice("waiter: the piped text was decoded as \(encoding.rawValue)")
            }
        } catch {
            throw CommandFailure.usage(
                "the piped text \(error.reason)",
                nextStep: MediaType(bytes) == nil ? error.remedy() : "attach it with: -a -"
            )
        }
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }
}
