internal import Waiter
internal import WaiterTerminal

/// Validates keys and key names entered by the user.
package enum KeyText {
    /// Returns the text without surrounding whitespace, which is often added when a key is pasted or printed.
    package static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    /// Returns the key without the surrounding quotation marks that are common in `.env` files, or `nil` if the key is
    /// not quoted.
    package static func unquoted(_ key: String) -> String? {
        guard let first = key.first, first == "\"" || first == "'", key.count > 2, key.last == first else { return nil }
        return String(key.dropFirst().dropLast())
    }

    /// Returns a key command in which possible keys are masked.
    package static func redacted(command: String) -> String {
        let isPrinted = ["echo", "printf"].contains { command.hasPrefix($0 + " ") }
        var isFirst = isPrinted
        return KeyScanner.redacted(command).split(separator: " ", omittingEmptySubsequences: false).map { word in
            defer { isFirst = false }
            return isFirst ? String(word) : masked(word, isPrinted: isPrinted)
        }.joined(separator: " ")
    }

    /// Masks a word of a command.
    ///
    /// The parts after `=` and between quotation marks are checked separately.
    private static func masked(_ word: Substring, isPrinted: Bool) -> String {
        let parts = word.split(omittingEmptySubsequences: false) { "='\"".contains($0) }
        guard let secret = parts.last(where: { !$0.isEmpty }), !secret.hasPrefix("-"), !secret.contains("...") else {
            return String(word)
        }
        let isWord = secret.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x5F
        }
        let isMixed = secret.contains(where: \.isNumber) && secret.contains(where: \.isLetter)
        let isSecret = isPrinted ? !secret.hasPrefix("%") && !secret.hasPrefix("$") : secret.utf8.count >= 16 && isMixed
        guard isWord || isPrinted, isSecret else { return String(word) }
        return word[..<secret.startIndex] + APIKey.masked(String(secret)) + word[secret.endIndex...]
    }

    /// Returns the key that is contained in typed, pasted or piped text.
    ///
    /// - Throws: `CommandFailure`. The error never quotes the text.
    package static func key(in text: String) throws -> String {
        let typed = trimmed(text)
        let key = unquoted(typed) ?? typed
        if let defect = APIKey.defect(in: key) {
            throw CommandFailure.usage("invalid key: \(defect)", nextStep: "nothing was stored; copy the key again")
        }
        return key
    }

    /// Validates the name of a key. The name must be printable and must not itself be a key.
    ///
    /// - Throws: `CommandFailure`. The error never contains text that could be a key.
    package static func checkName(_ name: String) throws {
        if name.hasPrefix("sk-") || KeyScanner.containsKey(name) { throw keyOnCommandLine() }
        let isReadable = name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0.value >= 0x20 }
        guard !name.isEmpty, name.utf8.count <= 100, isReadable, TerminalText.safe(name) == name else {
            throw CommandFailure.usage(
                "a key name must be a single word of at most 100 characters",
                nextStep: "for example: waiter keys set openai"
            )
        }
    }

    /// Returns the failure for a key that was passed on the command line. Other users can see such a key, and the shell
    /// history records it.
    package static func keyOnCommandLine() -> CommandFailure {
        .usage(
            "do not pass a key on the command line, where other users can see it and the shell history records it",
            nextStep: "revoke the key at its provider, then enter a new one with: waiter keys set openai"
        )
    }
}
