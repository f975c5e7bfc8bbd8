package import Waiter
internal import WaiterConversation
package import WaiterStore

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// Imports `messages` arrays written by other programs, either on their own or in a request.
package enum MessageList {
    /// Creates a conversation from a sequence of messages.
    ///
    /// - Parameters:
    ///   - list: The messages.
    ///   - request: The object that contains the messages and may name the model, or `nil` for a bare array.
    ///   - now: The time of the import.
    /// - Returns: The conversation to import.
    /// - Throws: `ImportDefect` for an empty list, or a message without a role.
    package static func conversation(
        _ list: [JSONValue],
        in request: JSONValue? = nil,
        now: Date
    ) throws(ImportDefect) -> ImportedConversation {
        guard !list.isEmpty else { throw ImportDefect("an empty list of messages") }
        var messages: [ChatMessage] = []
        for (number, element) in list.enumerated() {
            guard let message = try? JSONBodyDecoder.decode(ChatMessage.self, from: element), !message.role.isEmpty
            else { throw ImportDefect("a list of messages whose element \(number) has no role") }
            messages.append(message)
        }
        // The date is unknown. The ID is derived from the content, so that a second import recognizes the conversation.
        var generator = NameGenerator(JSONValue.array(list).jsonBytes)
        let id = ConversationID(at: now, using: &generator)
        let model = request?["model"]?.stringValue ?? ""
        return ImportedConversation(Conversation(model: model, messages: messages, id: id), isUndated: true)
    }
}

extension Role {
    fileprivate var isEmpty: Bool { rawValue.isEmpty }
}
