internal import Waiter
internal import WaiterConversation

/// A message as the ledger keeps it: JSON without long data, and the data beside it.
///
/// Images, sound and files travel inside of messages as base64. Each is kept once, as its bytes, and a small object
/// stands in its place: its member is `$waiter_attachment`, with the row. A message that has a member of that name itself has
/// it with one `$` more.
struct MessageText {
    private static let key = "$waiter_attachment"

    /// The JSON of a message, long data given to the closure, which answers with its row.
    static func light(_ value: JSONValue, keep: (MessageAttachment) throws -> Int64) rethrows -> JSONValue {
        switch value {
        case .array(let elements): return .array(try elements.map { try light($0, keep: keep) })
        case .object(let object):
            return .object(
                JSONObject(
                    try object.members.map { member in
                        (isMarked(member.key) ? "$" + member.key : member.key, try light(member.value, keep: keep))
                    }
                )
            )
        case .string(let text):
            guard let attachment = MessageAttachment(text) else { return value }
            return .object([key: .integer(try keep(attachment)), "prefix": .string(attachment.prefix)])
        default: return value
        }
    }

    /// The message as it was; nil from the closure leaves the object in its place.
    static func whole(_ value: JSONValue, bytes: (Int64) throws -> [UInt8]?) rethrows -> JSONValue {
        switch value {
        case .array(let elements): return .array(try elements.map { try whole($0, bytes: bytes) })
        case .object(let object):
            if case .integer(let row)? = object[key], let prefix = object["prefix"]?.stringValue {
                guard let bytes = try bytes(row) else { return value }
                return .string(MessageAttachment.text(bytes, prefix: prefix))
            }
            return .object(
                JSONObject(
                    try object.members.map { member in
                        let key = isMarked(member.key) ? String(member.key.dropFirst()) : member.key
                        return (key, try whole(member.value, bytes: bytes))
                    }
                )
            )
        default: return value
        }
    }

    /// Whether it is the member's name, with any number of `$` before it.
    private static func isMarked(_ name: String) -> Bool {
        name.hasSuffix(key) && name.dropLast(key.count).allSatisfy { $0 == "$" }
    }
}
