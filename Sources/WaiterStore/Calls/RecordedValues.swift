internal import Waiter

/// Replaces values in recorded requests with references to the messages of the conversation.
///
/// A value that occurs in the content of a message is replaced with an object whose `$waiter_content` member contains
/// the content's rowid and the value's path in the content's JSON. A long conversation is therefore not stored again
/// with each call to the Responses API, even though its items differ from the stored messages. The values can be
/// restored even if messages are later converted to items in a different way.
struct RecordedValues {
    private static let key = "$waiter_content"
    /// The minimum length, in bytes, of a string that is replaced.
    private static let shortest = 64

    /// The references to items, keyed by the JSON text of the item.
    private var items: [String: JSONValue] = [:]
    private var strings: [String: JSONValue] = [:]

    /// Adds the values in the content of a message.
    mutating func add(_ message: JSONValue, row: Int64) {
        if let members = message.objectValue, members.count == 2, let role = message["role"],
            let text = message["content"], text.stringValue != nil
        {
            items[Self.item(role, text).jsonText] = .integer(row)
        }
        for (index, item) in (message["response_items"]?.arrayValue ?? []).enumerated() {
            let path: [JSONValue] = [.integer(row), "response_items", .integer(Int64(index))]
            items[item.jsonText] = .object([Self.key: .array(path)])
        }
        addStrings(in: message, at: [.integer(row)])
    }

    private mutating func addStrings(in value: JSONValue, at path: [JSONValue]) {
        switch value {
        case .object(let object):
            for (key, value) in object.members { addStrings(in: value, at: path + [.string(key)]) }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                addStrings(in: element, at: path + [.integer(Int64(index))])
            }
        case .string(let text) where text.utf8.count >= Self.shortest:
            strings[text] = .object([Self.key: .array(path)])
        default: break
        }
    }

    /// Returns the item for a message that consists of a role and a text.
    private static func item(_ role: JSONValue, _ text: JSONValue) -> JSONValue {
        ["type": "message", "role": role, "content": text]
    }

    // MARK: Replacing

    /// Returns the items with their values replaced by references, or `nil` if an item contains the reserved member.
    ///
    /// An item for a message that consists of a role and a text is replaced by an integer, which is the rowid of the
    /// message.
    func referencing(_ input: [JSONValue]) -> [JSONValue]? {
        var parts: [JSONValue] = []
        for item in input {
            guard item.objectValue != nil, let part = items[item.jsonText] ?? replacing(item) else { return nil }
            parts.append(part)
        }
        return parts
    }

    /// Returns a value with its strings replaced by references, or `nil` if the value contains the reserved member.
    func replacing(_ value: JSONValue) -> JSONValue? {
        var isReserved = false
        let part = replacing(value, &isReserved)
        return isReserved ? nil : part
    }

    private func replacing(_ value: JSONValue, _ isReserved: inout Bool) -> JSONValue {
        switch value {
        case .object(let object):
            if object[Self.key] != nil { isReserved = true }
            return .object(JSONObject(object.members.map { ($0.key, replacing($0.value, &isReserved)) }))
        case .array(let elements): return .array(elements.map { replacing($0, &isReserved) })
        case .string(let text): return strings[text] ?? value
        default: return value
        }
    }

    // MARK: Restoring

    /// Returns the item that a part represents. A reference whose content is missing is left in place.
    ///
    /// - Parameters:
    ///   - part: A part returned by `referencing`, or a value returned by `replacing`.
    ///   - content: A closure that returns the content with a given rowid.
    /// - Returns: The item.
    static func restored(_ part: JSONValue, content: (Int64) throws -> JSONValue?) rethrows -> JSONValue {
        guard case .integer(let row) = part else { return try restoredMembers(part, content) }
        guard let message = try content(row), let role = message["role"], let text = message["content"] else {
            return part
        }
        return item(role, text)
    }

    private static func restoredMembers(
        _ value: JSONValue,
        _ content: (Int64) throws -> JSONValue?
    ) rethrows -> JSONValue {
        switch value {
        case .array(let elements): return .array(try elements.map { try restoredMembers($0, content) })
        case .object(let object):
            if case .array(let path)? = object[key], case .integer(let row)? = path.first {
                return try content(row).flatMap { Self.value(in: $0, at: path.dropFirst()) } ?? value
            }
            return .object(
                JSONObject(try object.members.map { ($0.key, try restoredMembers($0.value, content)) })
            )
        default: return value
        }
    }

    private static func value(in content: JSONValue, at path: ArraySlice<JSONValue>) -> JSONValue? {
        path.reduce(content) { value, step in
            switch step {
            case .string(let key): value?[key]
            case .integer(let index): value?[Int(index)]
            default: nil
            }
        }
    }
}
