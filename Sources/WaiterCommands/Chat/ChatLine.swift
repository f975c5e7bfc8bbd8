internal import Waiter

/// What a line of the chat means.
package enum ChatLine: Hashable, Sendable {
    /// Nothing but blanks.
    case blank
    /// A question.
    case question(String)
    /// A command by its name, whether `!` stood behind it, and what follows.
    case command(name: String, isForced: Bool, argument: String)
    /// What looks like a command, and is none.
    case unknown(String)

    /// Reads a line, or an entry of several.
    ///
    /// `/` begins a command, `//` a question that begins with one slash. A first word with a further slash, such as a
    /// path, and an entry of several lines whose first word is no command are questions, too.
    ///
    /// - Parameter commands: The names of the commands, without their slash.
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
        let argument = Self.trimmed(rest[word.endIndex...])
        let isForced = word.last == "!"
        if isForced { word = word.dropLast() }
        if commands.contains(word.lowercased()) {
            self = .command(name: word.lowercased(), isForced: isForced, argument: argument)
            return
        }
        let isText = word.isEmpty || word.contains("/") || entry.contains(where: \.isNewline)
        self = isText ? .question(entry) : .unknown(String(word))
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
