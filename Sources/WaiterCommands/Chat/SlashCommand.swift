/// A chat command, such as `/undo`.
package struct SlashCommand: Sendable {
    /// The argument of a command.
    package struct Argument: Sendable, Hashable {
        package var text: String
        /// Whether the name was followed by `!`.
        package var isForced: Bool

        package init(_ text: String, isForced: Bool = false) {
            (self.text, self.isForced) = (text, isForced)
        }
    }

    /// The name without its slash.
    package let name: String
    /// The argument's placeholder, such as `[TURN]`, or an empty string if the command takes no argument.
    package let usage: String
    /// A one-line description.
    package let summary: String
    /// Alternative names that users are likely to try.
    package var synonyms: [String] = []
    let run: @Sendable (inout ChatSession, Argument) async throws -> ChatStep

    /// All commands, in help order.
    package static let all: [SlashCommand] = [
        help, model, system, attach, edit, retry, undo, branch, last, save, tokens, cost, copy, quit,
    ]

    /// All names, including synonyms.
    package static let names = all.flatMap { [$0.name] + $0.synonyms }

    /// Returns the command with the given name.
    package static func named(_ name: String) -> SlashCommand? {
        all.first { $0.name == name || $0.synonyms.contains(name) }
    }
}

/// The next step of the chat after a line has been run.
package enum ChatStep: Hashable, Sendable {
    /// Read the next line.
    case next
    /// Request an answer to the last message of the conversation.
    case ask
    /// Let the user edit the given text, which then replaces the last question.
    case edit(String)
    /// Ask for confirmation and run one of two lines depending on the reply.
    case confirm(String, yes: String, no: String)
    /// Leave the chat.
    case leave
}
