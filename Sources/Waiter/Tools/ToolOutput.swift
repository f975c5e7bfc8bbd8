/// The result of a tool call, which is sent back to the model.
public struct ToolOutput: Sendable, Hashable, Codable {
    /// The text for the model, which is often JSON.
    public var text: String
    /// Whether the call failed. A failure is reported to the model.
    public var isError: Bool

    /// Creates a result.
    public init(_ text: String, isError: Bool = false) {
        self.text = text
        self.isError = isError
    }

    /// Creates a result by encoding a value as JSON. A string is used unchanged.
    ///
    /// - Throws: `EncodingError` if the value cannot be represented as JSON.
    public init(encoding value: some Encodable) throws {
        switch value {
        case let output as ToolOutput: self = output
        case let text as String: self.init(text)
        case let json as JSONValue: self.init(json.jsonText)
        default: self.init(String(decoding: try JSONBodyEncoder.encode(value), as: UTF8.self))
        }
    }
}

extension ToolOutput: ExpressibleByStringInterpolation {
    /// Creates a successful result.
    public init(stringLiteral value: String) { self.init(value) }
}
