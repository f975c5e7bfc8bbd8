internal import WaiterConversation
internal import WaiterPlatform

/// The most recently printed list of conversations. It allows commands such as `waiter log show 2` to refer to a
/// conversation by its number.
struct ConversationListing {
    let path: String

    /// Parses a list number. Returns `nil` if the text is not a list number.
    static func number(_ text: String) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.first != UInt8(ascii: "0"),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(text)
    }

    /// Returns the conversation at a position in the list, starting at 1.
    ///
    /// - Throws: `CommandFailure` if no list was printed or if the list is too short.
    func id(at number: Int) throws -> ConversationID {
        let bytes = try TextFile.readOwn(path)?.bytes ?? []
        let ids = String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap {
            ConversationID(String($0))
        }
        guard number <= ids.count else {
            throw CommandFailure.usage(
                ids.isEmpty
                    ? "number \(number) is unknown, because no conversations have been listed yet"
                    : "number \(number) is not in the most recent list",
                nextStep: "list conversations with: waiter log"
            )
        }
        return ids[number - 1]
    }

    /// Saves a list.
    ///
    /// If the list cannot be saved, the previous list is removed so that numbers do not refer to outdated entries.
    func save(_ ids: [ConversationID]) {
        let text = ids.map { $0.text + "\n" }.joined()
        do {
            try PrivateFile.createDirectory(FileSystem.parent(of: path) ?? "/")
            try PrivateFile.replace(path, with: Array(text.utf8))
        } catch {
            unlink(path)
        }
    }
}
