internal import WaiterTerminal

/// Validates model names and aliases entered by the user.
enum ModelName {
    /// Validates a model name.
    ///
    /// - Throws: `CommandFailure` for a name that cannot be displayed or typed.
    static func check(model: String) throws {
        guard !model.allSatisfy(\.isWhitespace), model.utf8.count <= 300, TerminalText.line(model) == model else {
            throw CommandFailure.usage(
                "invalid model name",
                nextStep: "list the known models with: waiter models"
            )
        }
    }

    /// Validates an alias.
    ///
    /// - Throws: `CommandFailure` for an alias that cannot be typed.
    static func check(alias: String) throws {
        let isReadable = alias.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 0x20 }
        guard !alias.isEmpty, !alias.hasPrefix("-"), alias.utf8.count <= 100, isReadable,
            TerminalText.safe(alias) == alias
        else {
            throw CommandFailure.usage(
                "an alias must be a single word of at most 100 characters that does not begin with a dash",
                nextStep: "for example: waiter models alias fast gpt-6.1-sol"
            )
        }
    }
}
