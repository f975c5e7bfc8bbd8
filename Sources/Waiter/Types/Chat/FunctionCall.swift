/// The function that the model wants called, and with what.
public struct FunctionCall: Codable, Sendable, Hashable {
    /// The function's name.
    public var name: String
    /// The arguments as JSON text, as the model wrote it: it may be no valid JSON, or not follow the schema.
    ///
    /// Some servers send an object instead of text; its JSON text stands here.
    public var arguments: String

    /// Makes a call of a function with arguments in JSON.
    public init(name: String, arguments: String) {
        self.name = name
        self.arguments = arguments
    }

    private enum CodingKeys: String, CodingKey { case name, arguments }

    /// Reads a call; what is absent is empty.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.text(forKey: .name) ?? ""
        arguments = try container.text(forKey: .arguments) ?? ""
    }
}
