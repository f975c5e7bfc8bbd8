internal import Waiter

extension Conversation {
    // This type is not private, because the compiler synthesizes `encode(to:)` in another file.
    enum CodingKeys: String, CodingKey {
        case id, model, title, nodes, head, summary, pendingTools
    }

    /// Decodes a conversation.
    ///
    /// - Throws: `DecodingError`, for example if a message refers to a later or missing message.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(ConversationID.self, forKey: .id)
        model = try container.decode(String.self, forKey: .model)
        title = try container.decodeIfPresent(String.self, forKey: .title)
        nodes = try container.decode([Node].self, forKey: .nodes)
        head = try container.decodeIfPresent(Int.self, forKey: .head)
        summary = try container.decodeIfPresent(Summary.self, forKey: .summary)
        pendingTools = try container.decodeIfPresent(ToolProgress.self, forKey: .pendingTools)
        guard Self.isTree(nodes), head.map(nodes.indices.contains) ?? true else {
            throw DecodingError.dataCorruptedError(
                forKey: .nodes,
                in: container,
                debugDescription: "the messages do not form a tree"
            )
        }
        guard summary.map({ $0.covers.allSatisfy(nodes.indices.contains) }) ?? true else {
            throw DecodingError.dataCorruptedError(
                forKey: .summary,
                in: container,
                debugDescription: "the summary refers to messages that do not exist"
            )
        }
    }
}
