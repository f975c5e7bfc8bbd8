internal import WaiterTerminal

/// Checks what people give as a model or as another name for one.
enum ModelName {
    /// - Throws: `CommandFailure` for what no list could show and no command line could name.
    static func check(model: String) throws {
        guard !model.allSatisfy(\.isWhitespace), model.utf8.count <= 300, TerminalText.line(model) == model else {
            throw CommandFailure.usage(
                "that is no model's name",
                nextStep: "see those that are known: waiter models"
            )
        }
    }

    /// - Throws: `CommandFailure` for what no command line could name.
    static func check(alias: String) throws {
        let isReadable = alias.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 0x20 }
        guard !alias.isEmpty, !alias.hasPrefix("-"), alias.utf8.count <= 100, isReadable,
            TerminalText.safe(alias) == alias
        else {
            throw CommandFailure.usage(
                "an alias is a word of up to 100 characters that does not begin with a dash",
                nextStep: "for example: waiter models alias fast gpt-6.1-sol"
            )
        }
    }
}
