/// A function call: the function's name and its arguments.
public struct FunctionCall: Codable, Sendable, Hashable {
    /// The function's name.
    public var name: String
    /// The arguments as JSON text. The model generates this text, so it can be invalid JSON or violate the schema.
    ///
    /// Some servers send an object instead, which is converted to JSON text.
    public var arguments: String

    /// Creates a function call with JSON arguments.
    public init(name: String, arguments: String) {
        self.name = name
        self.arguments = arguments
    }

    private enum CodingKeys: String, CodingKey { case name, arguments }

    /// Decodes a call. Missing members are decoded as empty strings.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.text(forKey: .name) ?? ""
        arguments = try container.text(forKey: .arguments) ?? ""
    }
}
