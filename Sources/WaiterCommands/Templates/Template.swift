package import Waiter

/// A reusable prompt with placeholders.
///
/// Templates are Markdown files, with settings in a JSON5 object between two `---` lines at the top.
package struct Template: Sendable, Hashable {
    package var name: String
    /// The text of the prompt, with `$input` and `$name` placeholders. It can be empty.
    package var prompt: String
    package var model: String?
    package var system: String?
    /// The request parameters, keyed by their names in the request.
    package var options = JSONObject()
    /// Default values for placeholders.
    package var defaults = JSONObject()
    package var maxTokens: Int?
    /// Whether to print only the first code block of the answer, as with `-x`.
    package var extractsCode = false

    package init(name: String, prompt: String) {
        self.name = name
        self.prompt = prompt
    }

    /// The options in the format used by the command line.
    package var parameters: [(name: String, value: JSONValue)] { options.map { ($0.key, $0.value) } }

    private static let keys = ["model", "system", "options", "max_tokens", "defaults", "extract"]

    /// Parses a template file.
    ///
    /// - Throws: `CommandFailure` for an invalid file. The error identifies the file and describes the problem. For a
    ///   syntax error, it also states the line and column.
    package init(name: String, bytes: [UInt8], path: String) throws {
        if let offset = UTF8Check.firstInvalidByte(in: bytes) {
            throw CommandFailure.usage("the template \(path) contains invalid UTF-8 (at byte \(offset))")
        }
        // Some editors write a byte-order mark.
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
        guard text.hasPrefix("---\n") else {
            self.init(name: name, prompt: Self.trimmed(text[...]))
            return
        }
        let rest = text.dropFirst(4)
        guard let end = Self.endOfHeader(rest) else {
            throw CommandFailure.usage(
                "the header of the template \(path) is not closed",
                nextStep: "close it with a second --- line"
            )
        }
        self.init(name: name, prompt: Self.trimmed(rest[end.upperBound...]))
        let header = try ConfigSyntax.parse(
            Array(rest[..<end.lowerBound].utf8),
            what: "the header of the template",
            path: path,
            lineOffset: 1
        )
        let reader = ConfigReader(path: path)
        let object = try reader.object(header, "")
        try reader.check(object, known: Self.keys, at: "")
        model = try reader.string(object, "model", at: "")
        system = try reader.string(object, "system", at: "")
        options = try reader.options(object, at: "")
        maxTokens = try reader.count(object, "max_tokens", at: "")
        defaults = try reader.object(object["defaults"] ?? [:], "defaults")
        extractsCode = try reader.bool(object, "extract", at: "") ?? false
    }

    /// Returns the range of the line that closes the header.
    private static func endOfHeader(_ text: Substring) -> Range<Substring.Index>? {
        var start = text.startIndex
        while start < text.endIndex {
            let end = text[start...].firstIndex(of: "\n") ?? text.endIndex
            let next = end < text.endIndex ? text.index(after: end) : end
            if text[start..<end] == "---" { return start..<next }
            start = next
        }
        return nil
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text.drop(while: \.isNewline)
        while text.last?.isNewline == true { text.removeLast() }
        return String(text)
    }

    /// The contents of the template's file.
    package var text: String {
        var header = JSONObject()
        if let model { header["model"] = .string(model) }
        if let system { header["system"] = .string(system) }
        if !options.isEmpty { header["options"] = .object(options) }
        if let maxTokens { header["max_tokens"] = .integer(Int64(maxTokens)) }
        if !defaults.isEmpty { header["defaults"] = .object(defaults) }
        if extractsCode { header["extract"] = true }
        let body = prompt.isEmpty ? "" : prompt + "\n"
        // If the prompt starts with `---`, a header is required before the prompt.
        if header.isEmpty, !prompt.hasPrefix("---\n") { return body }
        return "---\n\(JSONValue.object(header).prettyJSONText)\n---\n\(body)"
    }
}
