/// An item in a response that is being assembled from streamed events.
struct AccumulatedItem: Sendable {
    /// One of the two lists of parts in an item.
    enum List: Sendable { case content, summary }

    /// The item as the server sent it when announcing or completing it. Content received in deltas is not included.
    private var json = JSONObject()
    private var content = IndexedParts<AccumulatedPart>(limit: 1024)
    private var summary = IndexedParts<AccumulatedPart>(limit: 1024)
    /// The text of a call (its arguments, input or code) and the name of the member that contains it.
    private var call: (key: String, text: String)?
    /// The commands of a shell call.
    private var commands = IndexedParts<AccumulatedPart>(limit: 1024)
    /// The type that the deltas imply. This type is used for items that were not announced.
    private var impliedType = ""
    private(set) var isDone = false

    init() {}

    /// Stores the item that the server announced. Returns the change in memory use.
    mutating func announce(_ item: ResponseItem) -> Int {
        guard !isDone, case .object(let object) = item.json else { return 0 }
        let change = object.estimatedBytes - json.estimatedBytes
        json = object
        return change
    }

    /// Stores the completed item. Deltas that arrive later are ignored. Returns the change in memory use.
    mutating func complete(_ item: ResponseItem) -> Int {
        guard case .object(let object) = item.json else { return 0 }
        isDone = true
        var change = object.estimatedBytes - json.estimatedBytes
        let isOther = json["type"] != nil && json["type"] != object["type"]
        json = object
        if isOther || hasOwn("content") { change -= Self.discard(&content) }
        if isOther || hasOwn("summary") { change -= Self.discard(&summary) }
        if let call, isOther || hasOwn(call.key) {
            change -= call.text.utf8.count
            self.call = nil
        }
        return change
    }

    private static func discard(_ parts: inout IndexedParts<AccumulatedPart>) -> Int {
        let size = parts.sorted.reduce(0) { $0 + $1.part.text.utf8.count }
        parts = IndexedParts(limit: 1024)
        return size
    }

    /// Returns whether the item itself has a nonempty value for a member.
    private func hasOwn(_ key: String) -> Bool { json[key]?.reportsError ?? false }

    /// Appends the text of a delta. Returns the change in memory use.
    mutating func append(_ delta: String, of event: ResponseStreamEvent) -> Int {
        guard !isDone else { return 0 }
        switch Self.place(of: event.type) {
        case .part(let list, let type)?:
            guard let position = position(in: list, type, event.contentIndex) else { return 0 }
            return modify(list, position) { part in
                let logprobs = event.hasRareMembers ? part.append(logprobs: event.members["logprobs"]) : 0
                return part.append(delta) + logprobs
            }
        case .member(let key, let type)?:
            impliedType = type
            if call?.key != key { call = (key, "") }
            call?.text += delta
            return delta.utf8.count
        case .command?:
            impliedType = "shell_call"
            let index = event.contentIndex ?? max(0, commands.count - 1)
            if commands.isFull, !commands.has(index) { return 0 }
            let position = commands.position(of: index, orInsert: AccumulatedPart(type: "command"))
            return commands[position].append(delta)
        case nil: return 0
        }
    }

    /// Replaces the text of a part or member with the complete text. Returns the change in memory use.
    mutating func complete(_ text: String, of event: ResponseStreamEvent) -> Int {
        guard !isDone else { return 0 }
        switch Self.place(of: event.type) {
        case .part(let list, let type)?:
            guard let position = position(in: list, type, event.contentIndex) else { return 0 }
            return modify(list, position) { $0.complete(text) }
        case .member(let key, let type)?:
            impliedType = type
            let change = text.utf8.count - (call?.key == key ? call?.text.utf8.count ?? 0 : 0)
            call = (key, text)
            return change
        case .command?:
            impliedType = "shell_call"
            let index = event.contentIndex ?? 0
            if commands.isFull, !commands.has(index) { return 0 }
            let position = commands.position(of: index, orInsert: AccumulatedPart(type: "command"))
            if event.type == .shellCallCommandAdded { return commands[position].begin(text) }
            return commands[position].complete(text)
        case nil: return 0
        }
    }

    /// Stores a part that the server announced or completed. Returns the change in memory use.
    mutating func take(_ part: ResponseContentPart, in list: List, index: Int?, isDone isComplete: Bool) -> Int {
        guard !isDone else { return 0 }
        if list == .content, part.type == .reasoningText || impliedType == "reasoning" {
            impliedType = "reasoning"
        } else {
            impliedType = list == .summary ? "reasoning" : "message"
        }
        guard let position = position(in: list, part.type.rawValue, index, isNew: !isComplete) else { return 0 }
        return modify(list, position) { isComplete ? $0.complete(part) : $0.announce(part) }
    }

    mutating func append(annotation: JSONValue, index: Int?) -> Int {
        guard !isDone, let position = position(in: .content, "output_text", index) else { return 0 }
        return modify(.content, position) { part in
            part.append(annotation: annotation)
            return annotation.estimatedBytes
        }
    }

    private mutating func modify(_ list: List, _ position: Int, _ change: (inout AccumulatedPart) -> Int) -> Int {
        list == .content ? change(&content[position]) : change(&summary[position])
    }

    /// Returns the position of the part with the given index. If the index is `nil`, returns the position of the last
    /// part of the given type. Returns `nil` if there are too many parts.
    private mutating func position(in list: List, _ type: String, _ index: Int?, isNew: Bool = false) -> Int? {
        list == .content
            ? Self.position(in: &content, type, index, isNew) : Self.position(in: &summary, type, index, isNew)
    }

    private static func position(
        in parts: inout IndexedParts<AccumulatedPart>,
        _ type: String,
        _ index: Int?,
        _ isNew: Bool
    ) -> Int? {
        if let index {
            if parts.isFull, !parts.has(index) { return nil }
            return parts.position(of: index, orInsert: AccumulatedPart(type: type))
        }
        if let last = parts.lastUsed {
            let part = parts[last]
            // A new announcement describes the last part if that part has not been announced or has no text yet.
            if isNew ? !part.isAnnounced || part.text.isEmpty : part.type == type || type.isEmpty { return last }
        }
        return parts.isFull ? nil : parts.insertLast(AccumulatedPart(type: type))
    }
}

extension AccumulatedItem {
    /// The part of an item that is updated by deltas of a certain type.
    private enum Place {
        case part(List, type: String)
        case member(String, ofType: String)
        case command
    }

    private static func place(of type: ResponseStreamEvent.EventType) -> Place? {
        switch type {
        case .outputTextDelta, .outputTextDone: .part(.content, type: "output_text")
        case .functionCallArgumentsDelta, .functionCallArgumentsDone: .member("arguments", ofType: "function_call")
        case .reasoningSummaryTextDelta, .reasoningSummaryTextDone: .part(.summary, type: "summary_text")
        case .reasoningTextDelta, .reasoningTextDone: .part(.content, type: "reasoning_text")
        case .refusalDelta, .refusalDone: .part(.content, type: "refusal")
        case .customToolCallInputDelta, .customToolCallInputDone: .member("input", ofType: "custom_tool_call")
        case .mcpCallArgumentsDelta, .mcpCallArgumentsDone: .member("arguments", ofType: "mcp_call")
        case .codeInterpreterCallCodeDelta, .codeInterpreterCallCodeDone:
            .member("code", ofType: "code_interpreter_call")
        case .shellCallCommandAdded, .shellCallCommandDelta, .shellCallCommandDone: .command
        default: nil
        }
    }

    /// Whether any content has arrived. A message or reasoning item without text does not count.
    var hasContent: Bool {
        switch json["type"]?.stringValue {
        case nil, "message", "reasoning": hasOwn("content") || hasOwn("summary")
        default: true
        }
    }

    /// Returns the item with the content received so far.
    func completed(id: String?) -> ResponseItem {
        var item = json
        if item["type"] == nil { item["type"] = .string(type) }
        if item["id"] == nil, let id { item["id"] = .string(id) }
        fill(&item, "content", content)
        fill(&item, "summary", summary)
        if let call, !hasOwn(call.key) { item[call.key] = .string(call.text) }
        if commands.count > 0, !hasOwn("action") || !isDone {
            var action = item["action"]?.objectValue ?? JSONObject()
            action["commands"] = .array(commands.sorted.map { .string($0.part.text) })
            item["action"] = .object(action)
        }
        if item["type"] == "message" {
            if item["role"] == nil { item["role"] = "assistant" }
            if item["content"] == nil { item["content"] = [] }
        }
        return ResponseItem(json: .object(item))
    }

    private var type: String {
        if !impliedType.isEmpty { return impliedType }
        if summary.count > 0 || content.contains(where: { $0.type == "reasoning_text" }) { return "reasoning" }
        return "message"
    }

    private func fill(_ item: inout JSONObject, _ key: String, _ parts: IndexedParts<AccumulatedPart>) {
        guard parts.count > 0 else { return }
        item[key] = .array(parts.sorted.map(\.part.completed))
    }
}
