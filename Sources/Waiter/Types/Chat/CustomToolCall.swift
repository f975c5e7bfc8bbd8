/// The custom tool that the model wants called, and with what.
public struct CustomToolCall: Codable, Sendable, Hashable {
    /// The tool's name.
    public var name: String
    /// The input as the model wrote it; of any form unless the tool's definition gives a grammar.
    public var input: String

    /// Makes a call of a custom tool.
    public init(name: String, input: String) {
        self.name = name
        self.input = input
    }

    private enum CodingKeys: String, CodingKey { case name, input }

    /// Reads a call; what is absent is empty.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.text(forKey: .name) ?? ""
        input = try container.text(forKey: .input) ?? ""
    }
}
