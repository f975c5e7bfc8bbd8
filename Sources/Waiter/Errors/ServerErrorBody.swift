/// An error reported in the body of a response.
///
/// OpenAI wraps an error in an `error` member. The `parse` method also supports the formats of other servers.
public struct ServerErrorBody: Sendable, Hashable {
    /// The error message.
    public var message: String
    /// The type of error, such as `invalid_request_error`.
    public var type: String?
    /// The error code, such as `context_length_exceeded`. Numbers are converted to text.
    public var code: String?
    /// The request parameter that caused the error.
    public var param: String?
    /// The details that OpenAI adds after determining that a model violated its instructions.
    public var misalignment: JSONValue?
    /// The number of prompt tokens. llama.cpp reports this number if the prompt is too long.
    public var promptTokens: Int?
    /// The size of the context window, in tokens. llama.cpp reports this size if the prompt is too long.
    public var contextSize: Int?

    /// Creates an error body.
    public init(
        message: String,
        type: String? = nil,
        code: String? = nil,
        param: String? = nil,
        misalignment: JSONValue? = nil,
        promptTokens: Int? = nil,
        contextSize: Int? = nil
    ) {
        self.message = message
        self.type = type
        self.code = code
        self.param = param
        self.misalignment = misalignment
        self.promptTokens = promptTokens
        self.contextSize = contextSize
    }

    /// Parses the error in a response body. Returns `nil` if the format is unknown.
    ///
    /// The known formats are `{"error": {...}}` (OpenAI, llama.cpp, vLLM), `{"error": "text"}` (Ollama), `{"message":
    /// "text"}` (old vLLM, gateways), and `{"detail": "text"}` or an array of details (FastAPI). The object can also be
    /// the only element of an array (Gemini). A body that contains `"error": null` does not report an error.
    public static func parse(_ body: JSONValue) -> ServerErrorBody? {
        switch body {
        case .object(let object): parse(object)
        case .array(let elements) where elements.count == 1: parse(elements[0])
        default: nil
        }
    }

    private static func parse(_ object: JSONObject) -> ServerErrorBody? {
        switch object["error"] {
        case .object(let error)?:
            return ServerErrorBody(error, message: message(in: error) ?? JSONValue.object(error).briefText)
        case .string(let text)? where !text.isEmpty:
            return ServerErrorBody(object, message: text)
        case .array(let elements)? where !elements.isEmpty:
            return ServerErrorBody(object, message: JSONValue.array(elements).briefText)
        default:
            return message(in: object).map { ServerErrorBody(object, message: $0) }
        }
    }

    private init(_ object: JSONObject, message: String) {
        self.init(
            message: message,
            type: (object["type"] ?? object["error_type"]).flatMap(Self.text),
            code: object["code"].flatMap(Self.text),
            param: object["param"].flatMap(Self.text),
            misalignment: object["misalignment"].flatMap { $0.isNull ? JSONValue?.none : $0 },
            promptTokens: object["n_prompt_tokens"]?.intValue,
            contextSize: object["n_ctx"]?.intValue
        )
    }

    private static func message(in object: JSONObject) -> String? {
        if let message = object["message"]?.stringValue { return message }
        switch object["detail"] {
        case .string(let text)?:
            return text
        case .array(let problems)? where !problems.isEmpty:
            return problems.prefix(100).map(description(ofProblem:)).joined(separator: "; ")
        case .object(let detail)?:
            return parse(detail)?.message ?? JSONValue.object(detail).briefText
        default:
            return nil
        }
    }

    /// Formats a validation error from FastAPI, such as `{"loc": ["body", "model"], "msg": "Field required"}`.
    private static func description(ofProblem problem: JSONValue) -> String {
        guard let text = problem["msg"]?.stringValue else { return problem.stringValue ?? problem.briefText }
        guard let place = problem["loc"]?.arrayValue, !place.isEmpty else { return text }
        return place.compactMap(Self.text).joined(separator: ".") + ": " + text
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .null: nil
        case .string(let text): text
        default: value.briefText
        }
    }
}

extension JSONValue {
    /// The JSON text of an error, or a placeholder if the text is longer than any real error.
    fileprivate var briefText: String { jsonText(upTo: 1 << 16) ?? "an error larger than 64 KiB" }
}

extension ServerErrorBody: Codable {
    private enum CodingKeys: String, CodingKey {
        case message, type, param, code, misalignment
        case promptTokens = "n_prompt_tokens"
        case contextSize = "n_ctx"
    }

    /// Decodes an error in any format that `parse` supports.
    public init(from decoder: any Decoder) throws {
        let body = try JSONValue(from: decoder)
        guard let error = Self.parse(body) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "The JSON matches no known error format.")
            )
        }
        self = error
    }

    /// Encodes the error without the enclosing `error` member. If `type`, `param` or `code` is missing, it is written
    /// as `null`, as in OpenAI's responses.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(message, forKey: .message)
        try container.encode(type, forKey: .type)
        try container.encode(param, forKey: .param)
        try container.encode(code, forKey: .code)
        try container.encodeIfPresent(misalignment, forKey: .misalignment)
        try container.encodeIfPresent(promptTokens, forKey: .promptTokens)
        try container.encodeIfPresent(contextSize, forKey: .contextSize)
    }
}
