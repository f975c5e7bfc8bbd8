/// The content of an answer, split by kind.
///
/// OpenAI sends the content as a string. Mistral's reasoning models send an array of text, thinking and reference
/// parts. Models that generate images send image parts.
package struct AnswerContent {
    package private(set) var text: String?
    package private(set) var reasoning: String?
    package private(set) var refusal: String?
    package private(set) var images: [ChatContentPart] = []

    /// Creates the content from a string, null, an array of parts, or a single part. Any other value is converted to
    /// JSON text.
    package init(_ value: JSONValue?) {
        self.init(value, depth: 0)
    }

    private init(_ value: JSONValue?, depth: Int) {
        switch value {
        case nil, .null?: break
        case .string(let text)?: self.text = text
        case .array(let parts)? where parts.allSatisfy(Self.isPart):
            if parts.isEmpty { text = "" }
            for part in parts { append(part, depth) }
        case .object? where value.map(Self.isPart) ?? false:
            if let value { append(value, depth) }
        case let value?: text = value.jsonText(upTo: JSONValue.longestStandIn)
        }
    }

    private static func isPart(_ value: JSONValue) -> Bool {
        switch value {
        case .string, .null: true
        case .object(let part): part["type"]?.stringValue != nil || part["text"]?.stringValue != nil
        default: false
        }
    }

    private mutating func append(_ part: JSONValue, _ depth: Int) {
        let type = part["type"]?.stringValue ?? ""
        if let text = part.stringValue {
            self.text.appendText(text)
        } else if ["thinking", "reasoning", "reasoning_text", "summary_text", "redacted_thinking"].contains(type) {
            reasoning.appendText(Self.thought(part, depth))
        } else if type == "refusal", let text = part["refusal"]?.stringValue {
            refusal.appendText(text)
        } else if let text = part["text"]?.stringValue {
            self.text.appendText(text)
        } else if type.contains("image"), let image = try? JSONBodyDecoder.decode(ChatContentPart.self, from: part) {
            images.append(image)
        }
    }

    /// The maximum nesting depth of thinking parts. A limit is needed because each level copies the text of all levels
    /// nested within it.
    private static let deepest = 8

    /// Returns the text of a thinking part, regardless of which member contains it.
    private static func thought(_ part: JSONValue, _ depth: Int) -> String? {
        guard depth < deepest else { return nil }
        for name in ["thinking", "reasoning", "text", "summary", "content"] {
            guard let value = part[name], !value.isNull else { continue }
            let inner = AnswerContent(value, depth: depth + 1)
            if let text = inner.text ?? inner.reasoning { return text }
        }
        return nil
    }

    /// Returns the first nonempty reasoning text among the given values. Some gateways send the reasoning in several
    /// members.
    package static func reasoning(
        _ content: JSONValue?,
        _ reasoning: JSONValue?,
        _ details: JSONValue?,
        _ parts: AnswerContent
    ) -> String? {
        let texts = [content?.messageText, reasoning?.messageText, details.flatMap(detailed), parts.reasoning]
        return texts.lazy.compactMap { $0 }.first { !$0.isEmpty } ?? texts.lazy.compactMap { $0 }.first
    }

    /// Returns the text of OpenRouter's `reasoning_details`, or `nil` if there is no text, for example because every
    /// entry is encrypted.
    package static func detailed(_ details: JSONValue) -> String? {
        let texts = (details.arrayValue ?? []).compactMap { $0["text"]?.stringValue ?? $0["summary"]?.stringValue }
        return texts.isEmpty ? nil : texts.joined()
    }
}

extension String? {
    /// Appends text in place. This operation takes time proportional to the length of the new text.
    mutating func appendText(_ more: String?) {
        guard let more else { return }
        if self == nil { self = more } else { self?.append(more) }
    }
}
