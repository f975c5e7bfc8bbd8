/// A `multipart/form-data` body (RFC 7578) with fields and files.
///
///     var form = MultipartForm()
///     form.append("purpose", "batch")
///     form.append("file", .path("requests.jsonl"))
public struct MultipartForm: Sendable {
    package enum Content: Sendable {
        case text(String)
        case file(FileInput)
    }

    package private(set) var parts: [(name: String, content: Content)] = []

    /// Creates an empty form.
    public init() {}

    /// Appends a field. Field names do not have to be unique.
    public mutating func append(_ name: String, _ value: String) {
        parts.append((name, .text(value)))
    }

    /// Appends a file.
    public mutating func append(_ name: String, _ file: FileInput) {
        parts.append((name, .file(file)))
    }

    /// Merges JSON members into the form as fields. A `null` value removes a field, an array is converted to repeated
    /// `name[]` fields, and an object is converted to `name[key]` fields.
    package mutating func merge(_ members: JSONObject) {
        for (name, value) in members {
            parts.removeAll { $0.name == name || $0.name.hasPrefix(name + "[") }
            append(fields: value, name: name)
        }
    }

    private mutating func append(fields value: JSONValue, name: String) {
        switch value {
        case .null: break
        case .string(let text): append(name, text)
        case .array(let elements): for element in elements { append(fields: element, name: name + "[]") }
        case .object(let members): for (key, member) in members { append(fields: member, name: "\(name)[\(key)]") }
        default: append(name, value.jsonText)
        }
    }

    /// Whether the form can be sent more than once.
    public var isReplayable: Bool {
        parts.allSatisfy { part in
            if case .file(let file) = part.content { file.isReplayable } else { true }
        }
    }

    /// Serializes the form.
    ///
    /// - Parameter boundary: A string that does not occur in the content. A random string is sufficient in practice.
    /// - Returns: The segments of the body.
    /// - Throws: `FileFailure` if a file cannot be read.
    package func segments(boundary: String) throws(FileFailure) -> [BodySegment] {
        var segments: [BodySegment] = []
        for (name, content) in parts {
            var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(Self.escaped(name))\""
            switch content {
            case .text(let text):
                segments.append(.bytes(Array("\(head)\r\n\r\n\(text)\r\n".utf8)))
            case .file(let file):
                head +=
                    "; filename=\"\(Self.escaped(file.name))\"\r\nContent-Type: \(Self.fieldValue(file.contentType))\r\n\r\n"
                segments.append(.bytes(Array(head.utf8)))
                segments.append(try BodySegment(file))
                segments.append(.bytes(Array("\r\n".utf8)))
            }
        }
        segments.append(.bytes(Array("--\(boundary)--\r\n".utf8)))
        return segments
    }

    /// Escapes a name as specified by WHATWG's form data encoding (HTML, section 4.10.21.8).
    private static func escaped(_ name: String) -> String {
        var text = ""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"": text += "%22"
            case "\r": text += "%0D"
            case "\n": text += "%0A"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// Removes control characters from a media type, because line breaks would allow header injection.
    private static func fieldValue(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
    }
}
