package import Waiter
internal import WaiterConversation
package import WaiterStore

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// The lossless JSON Lines format for conversations (see docs/conversations.md).
package enum ConversationLine {
    package static let format = "waiter.conversation"
    private static let version = 1

    /// Encodes a conversation as a line, without the newline.
    package static func text(of stored: StoredConversation, usedAt: Date) -> String {
        let conversation = stored.conversation
        var object: JSONObject = [
            "format": .string(format), "version": .integer(Int64(version)), "id": .string(conversation.id.text),
        ]
        object["title"] = conversation.title.map { .string($0) }
        object["model"] = .string(conversation.model)
        object["profile"] = stored.profile.map { .string($0) }
        object["owner"] = stored.owner.map { .string($0) }
        if !stored.metadata.isEmpty {
            let pairs = stored.metadata.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
            object["metadata"] = .object(JSONObject(pairs))
        }
        object["used_at"] = .string(LogDate.exact(usedAt))
        object["head"] = conversation.head.map { .integer(Int64($0)) } ?? .null
        if let summary = conversation.summary {
            let covers = summary.covers.map { JSONValue.integer(Int64($0)) }
            object["summary"] = ["text": .string(summary.text), "covers": .array(covers)]
        }
        object["messages"] = .array(conversation.nodes.map(json))
        return JSONValue.object(object).jsonText
    }

    /// Encodes a message in the tree.
    ///
    /// Messages are numbered by their index in the list.
    static func json(_ node: Conversation.Node) -> JSONValue {
        var object: JSONObject = [
            "parent": node.parent.map { .integer(Int64($0)) } ?? .null, "status": .string(node.status.rawValue),
            "created_at": .string(LogDate.exact(node.createdAt)),
        ]
        if node.isPinned { object["pinned"] = true }
        object["model"] = node.model.map { .string($0) }
        object["finish_reason"] = node.finishReason.map { .string($0.rawValue) }
        object["usage"] = node.usage.flatMap(encoded)
        object["message"] = encoded(node.message) ?? .null
        return .object(object)
    }

    static func encoded(_ value: some Encodable) -> JSONValue? {
        (try? JSONBodyEncoder.encode(value)).flatMap { try? JSONValue(parsing: $0) }
    }

    // MARK: Reading

    /// Decodes a line.
    ///
    /// - Throws: `ImportDefect` if the line is not a conversation.
    package static func conversation(_ json: JSONValue, now: Date) throws(ImportDefect) -> ImportedConversation {
        guard let version = json["version"]?.intValue, version >= 1 else {
            throw ImportDefect("a conversation without a version")
        }
        guard version <= self.version else {
            throw ImportDefect(
                "a conversation in a newer format (\(version); this version of waiter supports \(self.version))"
            )
        }
        guard let id = json["id"]?.stringValue.flatMap({ ConversationID($0) }) else {
            throw ImportDefect("a conversation without a valid ID")
        }
        guard let list = json["messages"]?.arrayValue else { throw ImportDefect("conversation \(id) without messages") }
        var nodes: [Conversation.Node] = []
        for element in list { nodes.append(try node(element, nodes.count, id, now)) }
        let head: Int?
        switch json["head"] {
        case nil, .null?: head = nil
        case let value?:
            guard let number = value.intValue, nodes.indices.contains(number) else {
                throw ImportDefect("conversation \(id), whose head is not a message")
            }
            head = number
        }
        let conversation = Conversation(
            id: id,
            model: json["model"]?.stringValue ?? "",
            title: json["title"]?.stringValue,
            nodes: nodes,
            head: head
        )
        guard var conversation else { throw ImportDefect("conversation \(id), whose messages do not form a tree") }
        if let text = json["summary"]?["text"]?.stringValue, let covers = json["summary"]?["covers"]?.arrayValue {
            let numbers = covers.compactMap(\.intValue)
            guard numbers.count == covers.count, numbers.allSatisfy(nodes.indices.contains) else {
                throw ImportDefect("conversation \(id), whose summary refers to missing messages")
            }
            conversation.restore(Conversation.Summary(text: text, covers: numbers))
        }
        var imported = ImportedConversation(
            conversation,
            profile: json["profile"]?.stringValue,
            usedAt: json["used_at"]?.stringValue.flatMap { LogDate.read($0, now: now) }
        )
        imported.owner = json["owner"]?.stringValue
        if case .object(let metadata)? = json["metadata"] {
            for (key, value) in metadata { imported.metadata[key] = value.stringValue }
        }
        return imported
    }

    private static func node(
        _ json: JSONValue,
        _ number: Int,
        _ id: ConversationID,
        _ now: Date
    ) throws(ImportDefect) -> Conversation.Node {
        guard let content = json["message"], let message = try? JSONBodyDecoder.decode(ChatMessage.self, from: content)
        else { throw ImportDefect("conversation \(id), whose message \(number) has no role") }
        let parent = json["parent"]?.intValue
        guard parent.map({ (0..<number).contains($0) }) ?? (json["parent"]?.isNull ?? true) else {
            throw ImportDefect("conversation \(id), whose message \(number) has no valid parent")
        }
        var status = json["status"]?.stringValue.flatMap(Conversation.Status.init) ?? .complete
        // Any process that is still writing this answer writes to another ledger, so this copy will not be completed.
        if status == .streaming { status = .interrupted }
        return Conversation.Node(
            id: number,
            parent: parent,
            message: message,
            status: status,
            isPinned: json["pinned"]?.boolValue ?? false,
            model: json["model"]?.stringValue,
            usage: json["usage"].flatMap { try? JSONBodyDecoder.decode(CompletionUsage.self, from: $0) },
            finishReason: (json["finish_reason"]?.stringValue).map(FinishReason.init(rawValue:)),
            createdAt: json["created_at"]?.stringValue.flatMap { LogDate.read($0, now: now) } ?? id.time
        )
    }
}
