package import Waiter
internal import WaiterConversation
package import WaiterStore

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// Imports `messages` arrays that other programs have written. Each array is either a value of its own or part of a
/// request.
package enum MessageList {
    /// Creates a conversation from a sequence of messages.
    ///
    /// - Parameters:
    ///   - list: The messages.
    ///   - request: The object that contains the messages and possibly the name of the model, or `nil` if the array is
    ///     not part of an object.
    ///   - now: The time of the import.
    /// - Returns: The conversation to import.
    /// - Throws: `ImportDefect` if the list is empty, or if a message has no role.
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
        // The date of the conversation is unknown. The ID is derived from the content, so that a second import
        // recognizes the conversation.
        var generator = NameGenerator(JSONValue.array(list).jsonBytes)
        let id = ConversationID(at: now, using: &generator)
        let model = request?["model"]?.stringValue ?? ""
        return ImportedConversation(Conversation(model: model, messages: messages, id: id), isUndated: true)
    }
}

extension Role {
    fileprivate var isEmpty: Bool { rawValue.isEmpty }
}
