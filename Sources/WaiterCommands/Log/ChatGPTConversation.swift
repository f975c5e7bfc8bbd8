internal import Waiter
internal import WaiterConversation
internal import WaiterStore

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A conversation in a ChatGPT export (`conversations.json`).
///
/// The format is undocumented. Exports from 2023 to 2026 are supported. An export contains `mapping`, which is a tree
/// of nodes keyed by name, and `current_node`. Each node has a `parent`, `children` and possibly a `message`. Times are
/// in seconds since 1970.
struct ChatGPTConversation {
    private struct Entry {
        var name: String
        var parent: String?
        var message: ChatGPTMessage?
        /// The time of the message, or the time of its parent if that is later.
        var time: Double
    }

    /// The imported conversation, or `nil` if the conversation has no visible messages.
    let imported: ImportedConversation?

    init(_ json: JSONValue) throws(ImportDefect) {
        let name = json["conversation_id"]?.stringValue ?? json["id"]?.stringValue
        let started = Self.time(json["create_time"])
        let entries = Self.entries(json["mapping"]?.objectValue ?? [:], startedAt: started ?? 0)
        // Nodes are sorted by creation time. A parent is never later than its children.
        let order = entries.indices.sorted { (entries[$0].time, $0) < (entries[$1].time, $1) }
        var nodes: [Conversation.Node] = []
        // The node number for each entry. For a hidden entry, this is the node number of its parent.
        var numbers: [String: Int] = [:]
        for entry in order.map({ entries[$0] }) {
            let parent = entry.parent.flatMap { numbers[$0] }
            numbers[entry.name] = parent
            guard let message = entry.message else { continue }
            numbers[entry.name] = nodes.count
            nodes.append(message.node(nodes.count, parent, Date(timeIntervalSince1970: entry.time)))
        }
        guard !nodes.isEmpty else {
            imported = nil
            return
        }
        let start = Date(timeIntervalSince1970: started ?? nodes[0].createdAt.timeIntervalSince1970)
        var generator = NameGenerator((name ?? json["mapping"]?.jsonText ?? "").utf8)
        let head = json["current_node"]?.stringValue.flatMap { numbers[$0] } ?? nodes.count - 1
        let answers = nodes.compactMap(\.model)
        let conversation = Conversation(
            id: ConversationID(at: start, using: &generator),
            model: json["default_model_slug"]?.stringValue ?? answers.last ?? "",
            title: json["title"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 },
            nodes: nodes,
            head: head
        )
        guard let conversation else { throw ImportDefect("a ChatGPT conversation whose messages do not form a tree") }
        let used = Self.time(json["update_time"]).map { Date(timeIntervalSince1970: $0) }
        imported = ImportedConversation(conversation, usedAt: used)
    }

    /// Returns a time in seconds since 1970, or `nil` if it is out of range.
    private static func time(_ json: JSONValue?) -> Double? {
        json?.doubleValue.flatMap { 0...253_402_300_799 ~= $0 ? $0 : nil }
    }

    /// Returns the entries in depth-first order, regardless of their order in the file. Each entry comes after its
    /// parent.
    private static func entries(_ mapping: JSONObject, startedAt: Double) -> [Entry] {
        var children: [String: [String]] = [:]
        var open: [String] = []
        var values: [String: JSONValue] = [:]
        for (name, value) in mapping {
            values[name] = value
            if let parent = value["parent"]?.stringValue, mapping[parent] != nil, parent != name {
                children[parent, default: []].append(name)
            } else {
                open.append(name)
            }
        }
        open.reverse()
        // Entries whose parents form a cycle cannot be reached from any root. The first entry of each cycle is
        // therefore treated as a root.
        var unvisited = mapping.keys.reversed().map { $0 }
        var entries: [Entry] = []
        var times: [String: Double] = [:]
        while let name = open.popLast() ?? unvisited.popLast() {
            guard let value = values.removeValue(forKey: name) else { continue }
            let parent = value["parent"]?.stringValue
            let message = value["message"].flatMap { ChatGPTMessage($0) }
            let before = parent.flatMap { times[$0] } ?? startedAt
            let time = max(before, Self.time(value["message"]?["create_time"]) ?? before)
            times[name] = time
            entries.append(Entry(name: name, parent: parent, message: message, time: time))
            open += (children[name] ?? []).reversed()
        }
        return entries
    }
}
