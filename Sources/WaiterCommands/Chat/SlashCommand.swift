/// A command of the chat, such as `/undo`.
package struct SlashCommand: Sendable {
    /// What follows the command's name.
    package struct Argument: Sendable, Hashable {
        package var text: String
        /// Whether `!` stood behind the name.
        package var isForced: Bool

        package init(_ text: String, isForced: Bool = false) {
            (self.text, self.isForced) = (text, isForced)
        }
    }

    /// The name without its slash.
    package let name: String
    /// What may follow the name, such as `[TURN]`; empty for nothing.
    package let usage: String
    /// What it does, in one line.
    package let summary: String
    /// Other names that people try.
    package var synonyms: [String] = []
    let run: @Sendable (inout ChatSession, Argument) async throws -> ChatStep

    /// All of them, in the order of the help.
    package static let all: [SlashCommand] = [
        help, model, system, attach, edit, retry, undo, branch, last, save, tokens, cost, copy, quit,
    ]

    /// All names, the other ones that people try included.
    package static let names = all.flatMap { [$0.name] + $0.synonyms }

    /// The command of a name.
    package static func named(_ name: String) -> SlashCommand? {
        all.first { $0.name == name || $0.synonyms.contains(name) }
    }
}

/// What the chat does after a line.
package enum ChatStep: Hashable, Sendable {
    /// Reads the next line.
    case next
    /// Asks what the conversation ends with.
    case ask
    /// Lets the user change a text, which then takes the place of the last question.
    case edit(String)
    /// Asks a question, and takes one line or the other by the answer.
    case confirm(String, yes: String, no: String)
    /// Ends.
    case leave
}
