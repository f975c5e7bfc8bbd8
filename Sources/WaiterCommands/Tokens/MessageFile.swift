internal import Waiter
internal import WaiterConversation
internal import WaiterTerminal

/// A file with the messages of a conversation, in request format.
enum MessageFile {
    /// Reads the file. `-` represents standard input.
    ///
    /// - Throws: `CommandFailure` for a file that cannot be read or contains no messages, or `CancellationError`.
    static func conversation(at path: String, _ console: Console) throws -> Conversation {
        let name = path == "-" ? "standard input" : path
        let bytes: [UInt8]
        if path == "-" {
            bytes = try PromptReader.pipedBytes(console)
        } else {
            guard let file = try TextFile.read(path, limit: StandardInput.limit) else {
                throw CommandFailure.usage("no such file: \(path)")
            }
            bytes = file.bytes
        }
        let (request, model) = try TokenInput.request(bytes, name)
        guard !request.messages.isEmpty else {
            throw CommandFailure.usage("\(name) has no messages", nextStep: "its list is empty")
        }
        return Conversation(model: model ?? "", messages: request.messages)
    }
}
