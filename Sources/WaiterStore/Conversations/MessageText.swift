internal import Waiter
internal import WaiterConversation

/// The storage format of messages, which is JSON without attachment data. The attachment data is stored separately.
///
/// Messages contain images, audio and files in base64. Each attachment is stored once, as bytes. In the message, the
/// attachment is replaced with an object whose `$waiter_attachment` member contains the attachment's rowid. If a
/// message already contains a member with that name, the name is escaped with an additional `$`.
struct MessageText {
    private static let key = "$waiter_attachment"

    /// Returns the JSON of a message with its attachment data replaced with references. The closure stores an
    /// attachment and returns its rowid.
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

    /// Returns the original message.
    ///
    /// If the closure returns `nil` for a reference, that reference is left in place.
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

    /// Returns whether a name is the reserved name or an escaped form of it, with additional `$` characters in front.
    private static func isMarked(_ name: String) -> Bool {
        name.hasSuffix(key) && name.dropLast(key.count).allSatisfy { $0 == "$" }
    }
}
