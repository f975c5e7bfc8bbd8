internal import Waiter
internal import WaiterTerminal

/// The JSON format of notices on standard error. With `--json`, each notice is an object on its own line.
package enum NoticeLine {
    /// Returns `{"notice":{"message":"..."}}`. The program's name is removed from the message.
    package static func json(_ text: String) -> String {
        let message = text.hasPrefix("waiter: ") ? String(text.dropFirst(8)) : text
        let object: JSONValue = ["notice": ["message": .string(message)]]
        // Messages can contain the names of models and servers, so control characters are escaped for terminals.
        return TerminalText.safe(object.jsonText)
    }
}
