/// A tool call requested by the model.
public struct ToolInvocation: Sendable, Hashable, Codable, Identifiable {
    /// The ID of the call, unique within its run.
    public var id: String
    /// The name of the tool.
    public var name: String
    /// The arguments. If the model's text is not JSON, this is a string that contains the text.
    public var arguments: JSONValue

    /// Creates a tool call.
    public init(id: String, name: String, arguments: JSONValue) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}
