extension Conversation {
    // Not private: the compiler writes `encode(to:)` in another file.
    enum CodingKeys: String, CodingKey {
        case id, model, title, nodes, head, summary
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
        summary = try container.decodeIfPresent(Summary.self, forKey: .summary)
        guard Self.isTree(nodes), head.map(nodes.indices.contains) ?? true else {
            throw DecodingError.dataCorruptedError(
                forKey: .nodes,
                in: container,
                debugDescription: "the messages are no tree"
            )
        }
        guard summary.map({ $0.covers.allSatisfy(nodes.indices.contains) }) ?? true else {
            throw DecodingError.dataCorruptedError(
                forKey: .summary,
                in: container,
                debugDescription: "the summary tells of messages that are not there"
            )
        }
    }
}
