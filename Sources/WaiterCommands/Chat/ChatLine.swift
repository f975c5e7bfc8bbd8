internal import Waiter

/// What somebody entered in a chat.
package enum ChatLine: Hashable, Sendable {
    /// Nothing but white space.
    case blank
    /// A question to the model.
    case question(String)
    /// A command of the chat, and what stands behind it.
    case command(ChatCommandName, String)
    /// A command that there is not, and the nearest one that there is.
    case unknown(String, nearest: String?)

    /// Reads an entry: one slash and a word are a command, two slashes a question with one, and what has a further slash
    /// in its first word, such as a path, is a question as well.
    package init(_ text: String) {
        let trimmed = text.drop(while: \.isWhitespace)
        guard !trimmed.isEmpty else {
            self = .blank
            return
        }
        guard trimmed.first == "/" else {
            self = .question(text)
            return
        }
        if trimmed.hasPrefix("//") {
            self = .question(String(trimmed.dropFirst()))
            return
        }
        let word = trimmed.dropFirst().prefix { !$0.isWhitespace }
        guard !word.isEmpty, !word.contains("/") else {
            self = .question(text)
            return
        }
        let rest = trimmed.dropFirst(word.count + 1)
        let argument = String(rest.drop(while: \.isWhitespace).trimmingEnd)
        if let name = ChatCommandName(rawValue: word.lowercased()) {
            self = .command(name, argument)
        } else if ["exit", "bye", "q"].contains(word.lowercased()) {
            self = .command(.quit, argument)
        } else {
            let names = ChatCommandName.allCases.map(\.rawValue)
            self = .unknown(String(word), nearest: NearestName.find(String(word), in: names))
        }
    }
}

extension Substring {
    fileprivate var trimmingEnd: Substring {
        var text = self
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return text
    }
}
