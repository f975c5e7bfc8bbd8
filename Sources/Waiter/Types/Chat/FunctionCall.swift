/// A function call: the function's name and its arguments.
public struct FunctionCall: Codable, Sendable, Hashable {
    /// The function's name.
    public var name: String
    /// The arguments as JSON text. The model generates the text, so it may be invalid JSON or violate the schema.
    ///
    /// An object, which some servers send instead, is converted to JSON text.
    public var arguments: String

    /// Creates a function call with JSON arguments.
    public init(name: String, arguments: String) {
        self.name = name
        self.arguments = arguments
    }

    private enum CodingKeys: String, CodingKey { case name, arguments }

    /// Decodes a call; missing members become empty strings.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.text(forKey: .name) ?? ""
        arguments = try container.text(forKey: .arguments) ?? ""
    }
}
