internal import WaiterTerminal

/// Validates names of embedding stores entered by the user.
enum EmbeddingStoreName {
    /// Returns the problem with a name, or `nil` if the name can be typed and displayed.
    static func complaint(_ name: String) -> String? {
        let isReadable = name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 0x20 }
        guard !name.isEmpty, !name.hasPrefix("-"), name.utf8.count <= 100, isReadable, TerminalText.safe(name) == name
        else { return "must be a single word of at most 100 characters that does not begin with a dash" }
        return nil
    }
}
