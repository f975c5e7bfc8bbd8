internal import Waiter
internal import WaiterTerminal

/// What else `--json` writes to standard error besides errors: each message as an object on a line of its own.
package enum NoticeLine {
    /// `{"notice":{"message":"..."}}`, the message without the name of the program.
    package static func json(_ text: String) -> String {
        let message = text.hasPrefix("waiter: ") ? String(text.dropFirst(8)) : text
        let object: JSONValue = ["notice": ["message": .string(message)]]
        // Model and server names are in messages: a terminal must not obey them.
        return TerminalText.safe(object.jsonText)
    }
}
