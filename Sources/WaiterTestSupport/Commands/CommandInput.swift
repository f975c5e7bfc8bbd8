/// The standard input of a command.
public enum CommandInput: Sendable {
    /// Empty input (`/dev/null`).
    case empty
    /// The given bytes, followed by end of file.
    case bytes([UInt8])
    /// A pipe that stays open without data.
    case silentPipe
    /// A file or directory.
    case file(String)
    /// A closed descriptor.
    case closed
    /// The terminal, if the command has one.
    case terminal

    var isTerminal: Bool {
        if case .terminal = self { true } else { false }
    }

    /// Returns an input with the given text, followed by end of file.
    public static func text(_ text: String) -> CommandInput { .bytes(Array(text.utf8)) }
}
