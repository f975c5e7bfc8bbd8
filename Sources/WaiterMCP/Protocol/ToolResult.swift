internal import Waiter

/// The result of `tools/call`, as text for a model.
enum ToolResult {
    /// Returns the content of a result.
    ///
    /// Control characters are removed from text; the rest of the text is unchanged. Structured content is added as
    /// JSON, unless the text already contains the same content. Images, audio and binary resources are represented only
    /// by name, because tool messages in the OpenAI protocol are text.
    ///
    /// A result whose size in bytes exceeds the limit is truncated.
    ///
    /// - Throws: `RPCFailure` if the result is malformed.
    static func output(_ result: JSONValue, schema: JSONSchema?, limit: Int) throws(RPCFailure) -> ToolOutput {
        switch result["resultType"]?.stringValue ?? "complete" {
        case "complete": break
        case "input_required":
            return ToolOutput("the tool requires user input, which is not supported", isError: true)
        case let type: throw RPCFailure(["message": .string("unknown result type '\(type)'")])
        }
        let structured = result["structuredContent"].flatMap { $0.isNull ? nil : $0 }
        guard result["content"]?.arrayValue != nil || structured != nil else {
            throw RPCFailure(["message": "the result has no content"])
        }
        let isError = result["isError"]?.boolValue ?? false
        if !isError, let structured, let violation = schema?.validate(structured).first {
            let cause = PlainText.line("\(violation)")
            return ToolOutput("the tool's result does not conform to its own schema: \(cause)", isError: true)
        }
        let blocks = result["content"]?.arrayValue ?? []
        var texts = blocks.compactMap { text(of: $0) }
        if let structured, !texts.contains(where: { repeats($0, structured) }) { texts.append(structured.jsonText) }
        let whole = PlainText.truncated(PlainText.cleaned(texts.joined(separator: "\n")), limit: limit)
        return ToolOutput(whole, isError: isError)
    }

    /// Returns the text that represents a content block, or `nil` if the block is malformed.
    private static func text(of block: JSONValue) -> String? {
        switch block["type"]?.stringValue {
        case "text": return block["text"]?.stringValue
        case "resource_link":
            let name = block["name"]?.stringValue.map { " (\($0))" } ?? ""
            return "[resource \(block["uri"]?.stringValue ?? "")\(name)]"
        case "resource":
            let resource = block["resource"]
            if let text = resource?["text"]?.stringValue { return text }
            return "[resource \(resource?["uri"]?.stringValue ?? ""), \(size(of: resource?["blob"])) bytes, omitted]"
        case let type?:
            let media = block["mimeType"]?.stringValue.map { " \($0)" } ?? ""
            return "[\(type)\(media), \(size(of: block["data"])) bytes, omitted]"
        case nil: return nil
        }
    }

    /// Returns the decoded size of base64 text in bytes.
    private static func size(of base64: JSONValue?) -> Int { (base64?.stringValue?.utf8.count ?? 0) / 4 * 3 }

    /// Returns whether the text equals the structured content as JSON. If a value is not an object, some servers wrap
    /// it in an object with the single member `result`, so the text can also equal the value of that member.
    private static func repeats(_ text: String, _ structured: JSONValue) -> Bool {
        let parsed = try? JSONValue(parsingForeign: Array(text.utf8))
        if parsed == structured { return true }
        guard structured.objectValue?.count == 1, let value = structured["result"] else { return false }
        return parsed == value || value == .string(text)
    }
}
