internal import Waiter
internal import WaiterConversation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The file that a conversation is written to: OpenAI's messages when its name ends with `.json`, else Markdown.
struct ChatFile {
    let path: String
    /// Whether one that is there is replaced.
    let replaces: Bool

    /// Writes the path of the conversation.
    ///
    /// - Throws: `CommandFailure` when the file is there already, or cannot be written.
    func write(_ conversation: Conversation) throws {
        let text =
            path.lowercased().hasSuffix(".json")
            ? (try conversation.openAIMessages).prettyJSONText + "\n" : Self.markdown(conversation)
        let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (replaces ? O_TRUNC : O_EXCL)
        let descriptor = open(path, flags, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST {
                throw CommandFailure.usage("\(path) is there already", nextStep: "replace it with: /save \(path)!")
            }
            throw CommandFailure(.failure, "cannot write \(path)", place: systemMessage(errno), kind: "file")
        }
        defer { close(descriptor) }
        do {
            try StandardStream(descriptor: descriptor).write(Array(text.utf8))
        } catch {
            throw CommandFailure(.failure, "cannot write \(path)", place: "\(error)", kind: "file")
        }
    }

    private static func markdown(_ conversation: Conversation) -> String {
        var text = "# \(conversation.displayTitle)\n"
        for node in conversation.path {
            let role = node.message.role.rawValue
            text += "\n## \(role.prefix(1).uppercased())\(role.dropFirst())\n\n\(node.message.text)\n"
            if node.status != .complete { text += "\n*\(node.status.rawValue)*\n" }
        }
        return text
    }
}
