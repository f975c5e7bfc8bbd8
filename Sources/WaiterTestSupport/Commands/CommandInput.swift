/// What a command finds on its standard input.
public enum CommandInput: Sendable {
    /// Nothing: the end of the file at once.
    case empty
    /// These bytes, then the end.
    case bytes([UInt8])
    /// A pipe that stays open and silent.
    case silentPipe
    /// A file or directory.
    case file(String)
    /// No descriptor at all.
    case closed
    /// The terminal; only when the command has one.
    case terminal

    var isTerminal: Bool {
        if case .terminal = self { true } else { false }
    }

    /// A text, then the end.
    public static func text(_ text: String) -> CommandInput { .bytes(Array(text.utf8)) }
}
