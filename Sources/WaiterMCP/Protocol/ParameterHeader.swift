internal import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// An argument that is also sent as an HTTP header. The tool's schema marks such an argument with `x-mcp-header`
/// (revision 2026-07-28).
struct ParameterHeader: Sendable, Hashable {
    struct Defect: Error {
        var reason: String
    }

    private static let keyword = "x-mcp-header"

    /// The name of the header, such as `Mcp-Param-Region`.
    let name: String
    /// The path to the argument, as a list of property names.
    let path: [String]

    /// Returns the parameters that are marked with `x-mcp-header` in a schema.
    ///
    /// - Throws: `Defect` if a mark is invalid or misplaced. The protocol requires clients to reject such a tool.
    static func all(in schema: JSONValue) throws(Defect) -> [ParameterHeader] {
        var found: [ParameterHeader] = []
        try collect(schema, [], &found)
        guard marks(in: schema) == found.count else {
            throw Defect(reason: "its schema contains \(keyword) where the protocol does not allow it")
        }
        guard Set(found.map { $0.name.lowercased() }).count == found.count else {
            throw Defect(reason: "its schema assigns the same header to two parameters")
        }
        return found
    }

    /// Collects the marks of all properties that can be reached by following only `properties` keywords.
    private static func collect(
        _ schema: JSONValue,
        _ path: [String],
        _ found: inout [ParameterHeader]
    ) throws(Defect) {
        guard let properties = schema["properties"]?.objectValue else { return }
        for (key, property) in properties {
            if let mark = property[keyword] {
                let types: [JSONValue?] = ["string", "integer", "boolean"]
                guard let name = mark.stringValue, isToken(name), types.contains(property["type"]) else {
                    throw Defect(reason: "its schema contains an invalid \(keyword)")
                }
                found.append(ParameterHeader(name: "Mcp-Param-\(name)", path: path + [key]))
            }
            try collect(property, path + [key], &found)
        }
    }

    /// Returns the total number of marks in a schema. Property names do not count as marks.
    private static func marks(in value: JSONValue, isProperties: Bool = false) -> Int {
        switch value {
        case .array(let elements): elements.reduce(0) { $0 + marks(in: $1) }
        case .object(let object):
            object.reduce(0) { count, member in
                let isMark = member.key == keyword && !isProperties
                return count
                    + (isMark ? 1 : marks(in: member.value, isProperties: !isProperties && member.key == "properties"))
            }
        default: 0
        }
    }

    /// Returns whether the text is a token as defined by RFC 9110. Header field names must be tokens.
    private static func isToken(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
                    || "!#$%&'*+-.^_`|~".utf8.contains(byte)
            }
    }

    /// Returns the header's value from a call's arguments, or `nil` if the arguments contain no such value.
    func value(in arguments: JSONValue) -> String? {
        var value: JSONValue? = arguments
        for key in path { value = value?[key] }
        switch value {
        case .string(let text)?: return Self.encoded(text)
        case .bool(let flag)?: return flag ? "true" : "false"
        case let number?: return number.intValue.map(String.init)
        case nil: return nil
        }
    }

    /// Returns the text as a header value. Text that cannot be sent unchanged is base64-encoded and marked as encoded.
    static func encoded(_ text: String) -> String {
        let isPlain =
            text.utf8.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 }
            && text.first?.isWhitespace != true && text.last?.isWhitespace != true
            && !(text.hasPrefix("=?base64?") && text.hasSuffix("?="))
        return isPlain ? text : "=?base64?\(Data(text.utf8).base64EncodedString())?="
    }
}
