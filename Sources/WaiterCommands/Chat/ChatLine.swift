internal import Waiter
internal import WaiterPlatform

/// A parsed line of chat input.
package enum ChatLine: Hashable, Sendable {
    /// A line that consists only of whitespace.
    case blank
    /// A question.
    case question(String)
    /// A command, with its name, its argument, and whether `!` follows the name.
    case command(name: String, isForced: Bool, argument: String)
    /// An unknown command.
    case unknown(String)

    /// Parses a line or a multiline entry.
    ///
    /// A `/` starts a command, and `//` starts a question that itself begins with a slash. If the first word contains
    /// another slash, as in a path, the entry is treated as a question. A multiline entry is also treated as a question
    /// if its first word is not a command.
    ///
    /// - Parameters:
    ///   - entry: The line or lines as entered.
    ///   - commands: The command names, without the slash.
    package init(_ entry: String, commands: [String]) {
        guard entry.contains(where: { !$0.isWhitespace }) else {
            self = .blank
            return
        }
        let text = entry.drop(while: \.isWhitespace)
        guard text.first == "/" else {
            self = .question(entry)
            return
        }
        let rest = text.dropFirst()
        if rest.first == "/" {
            self = .question(String(rest))
            return
        }
        var word = rest.prefix { !$0.isWhitespace }
        let argument = rest[word.endIndex...].trimmed
        let isForced = word.last == "!"
        if isForced { word = word.dropLast() }
        if commands.contains(word.lowercased()) {
            self = .command(name: word.lowercased(), isForced: isForced, argument: argument)
            return
        }
        let isText = word.isEmpty || word.contains("/") || entry.contains(where: \.isNewline)
        self = isText ? .question(entry) : .unknown(String(word))
    }
}
