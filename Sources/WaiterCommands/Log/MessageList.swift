package import Waiter
internal import WaiterConversation
package import WaiterStore

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// OpenAI's array of messages, alone or in a request, as conversations come from other programs.
package enum MessageList {
    /// Makes a conversation of messages that stand one after the other.
    ///
    /// - Parameters:
    ///   - request: The object that they stand in, for its model; nil for an array alone.
    ///   - now: The time of the import.
    /// - Throws: `ImportDefect` when one of them has no role, or there is none.
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
        // Nobody knows when it was held; the name follows from what was said, so that a second import finds it.
        var generator = NameGenerator(JSONValue.array(list).jsonBytes)
        let id = ConversationID(at: now, using: &generator)
        let model = request?["model"]?.stringValue ?? ""
        return ImportedConversation(Conversation(model: model, messages: messages, id: id), isUndated: true)
    }
}

extension Role {
    fileprivate var isEmpty: Bool { rawValue.isEmpty }
}
