extension ResponseItem {
    /// A model's reasoning before its answer.
    ///
    /// Without `encryptedContent`, the item can be sent back only to a server that stored the response.
    public struct Reasoning: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The summary of the reasoning, as parts of type `summary_text`.
        public var summary: [ResponseContentPart] { elements("summary") }

        /// The reasoning itself, as parts of type `reasoning_text`. Most models do not reveal it.
        public var content: [ResponseContentPart] { elements("content") }

        /// The encrypted reasoning. To request it, use `ResponseInclude.encryptedReasoning`.
        public var encryptedContent: String? { self["encrypted_content"] }

        /// The status of the reasoning item.
        public var status: Status? { self["status"] }

        /// The text of the summary, with paragraphs separated by blank lines.
        public var summaryText: String { summary.compactMap(\.text).joined(separator: "\n\n") }

        /// The text of the reasoning, or an empty string if the model does not reveal it.
        public var text: String { content.compactMap(\.text).joined() }
    }

    /// A compacted part of a conversation. It replaces all items that precede it.
    public struct Compaction: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a compaction item from its encrypted content.
        public init(encryptedContent: String) {
            json = ["type": "compaction", "encrypted_content": .string(encryptedContent)]
        }

        /// The ID assigned by the server.
        public var id: String? { self["id"] }

        /// The encrypted content.
        public var encryptedContent: String { string("encrypted_content") }
    }

    /// A request to compact the conversation up to this item.
    public struct CompactionTrigger: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a trigger.
        public init() { json = ["type": "compaction_trigger"] }
    }

    /// A reference to an item stored on the server.
    public struct ItemReference: JSONRecord {
        /// The members of the JSON object, in order.
        public var json: JSONObject

        /// Creates a value from its members.
        public init(json: JSONObject) { self.json = json }

        /// Creates a reference.
        public init(id: String) { json = ["type": "item_reference", "id": .string(id)] }

        /// The ID of the item.
        public var id: String { string("id") }
    }
}
