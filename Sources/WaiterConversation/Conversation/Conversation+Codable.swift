internal import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension Conversation {
    // Not private: the compiler writes `encode(to:)` in another file.
    enum CodingKeys: String, CodingKey {
        case id, model, title, nodes, head
    }

    /// Reads a conversation as it was written.
    ///
    /// - Throws: `DecodingError`, also for messages that follow what comes later, or what is not there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(ConversationID.self, forKey: .id)
        model = try container.decode(String.self, forKey: .model)
        title = try container.decodeIfPresent(String.self, forKey: .title)
        nodes = try container.decode([Node].self, forKey: .nodes)
        head = try container.decodeIfPresent(Int.self, forKey: .head)
        let isTree = nodes.enumerated().allSatisfy { place, node in
            node.id == place && (node.parent.map { (0..<place).contains($0) } ?? true)
        }
        guard isTree, head.map(nodes.indices.contains) ?? true else {
            throw DecodingError.dataCorruptedError(
                forKey: .nodes,
                in: container,
                debugDescription: "the messages are no tree"
            )
        }
    }

    /// Reads OpenAI's array of messages, alone or as the member `messages` of a request.
    ///
    /// - Throws: `ConversationError` with code `.notAMessageArray`.
    public init(model: String, openAIMessages json: [UInt8]) throws {
        guard let value = try? JSONValue(parsing: json), let array = (value["messages"] ?? value).arrayValue else {
            throw ConversationError(.notAMessageArray, "this is no JSON array of messages")
        }
        var messages: [ChatMessage] = []
        for (place, value) in array.enumerated() {
            guard let message = try? JSONDecoder().decode(ChatMessage.self, from: Data(value.jsonText.utf8)) else {
                throw ConversationError(.notAMessageArray, "element \(place) is no message: each has a role")
            }
            messages.append(message)
        }
        self.init(model: model, messages: messages)
    }
}
