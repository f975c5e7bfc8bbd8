internal import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A message as the ledger keeps it: JSON without long data, and the data beside it.
///
/// Images, sound and files travel inside of messages as base64. Each is kept once, as its bytes, and a small object
/// stands in its place: its member is `attachment`, with the row.
struct MessageText {
    /// Data that was cut out of a message.
    struct Piece {
        var mediaType: String?
        var bytes: [UInt8]
    }

    /// Text that is shorter stays where it is.
    private static let shortest = 512
    private static let key = "$waiter_attachment"

    /// The JSON of a message, long data given to the closure, which answers with its row.
    static func light(_ value: JSONValue, keep: (Piece) throws -> Int64) rethrows -> JSONValue {
        switch value {
        case .array(let elements): return .array(try elements.map { try light($0, keep: keep) })
        case .object(let object):
            return .object(JSONObject(try object.members.map { ($0.key, try light($0.value, keep: keep)) }))
        case .string(let text):
            guard text.utf8.count >= shortest, let (prefix, piece) = cut(text) else { return value }
            return .object([key: .integer(try keep(piece)), "prefix": .string(prefix)])
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
                return .string(prefix + Data(bytes).base64EncodedString())
            }
            return .object(JSONObject(try object.members.map { ($0.key, try whole($0.value, bytes: bytes)) }))
        default: return value
        }
    }

    /// What a text is before its base64, and the bytes; nil when it is none that would come out the same again.
    private static func cut(_ text: String) -> (prefix: String, piece: Piece)? {
        var prefix = ""
        var mediaType: String?
        if text.hasPrefix("data:") {
            guard let comma = text.firstIndex(of: ","), text[..<comma].hasSuffix(";base64") else { return nil }
            prefix = String(text[...comma])
            mediaType = text[..<comma].dropFirst(5).split(separator: ";").first.map(String.init)
        }
        let base64 = String(text.dropFirst(prefix.count))
        guard base64.utf8.count.isMultiple(of: 4), !base64.utf8.prefix(256).contains(UInt8(ascii: " ")),
            let data = Data(base64Encoded: base64), data.base64EncodedString() == base64
        else { return nil }
        return (prefix, Piece(mediaType: mediaType, bytes: Array(data)))
    }
}
