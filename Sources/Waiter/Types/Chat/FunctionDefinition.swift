/// A function that the model may call.
public struct FunctionDefinition: Codable, Sendable, Hashable {
    /// The function's name, which consists of up to 64 letters, digits, underscores and hyphens.
    public var name: String
    /// A description of the function, which helps the model decide when to call it.
    public var description: String?
    /// A JSON schema for the arguments object, or `nil` for a function without arguments. The order of the schema's
    /// members is preserved.
    public var parameters: JSONValue?
    /// Whether the arguments must conform to the schema exactly. If so, only a subset of the JSON Schema keywords is
    /// supported.
    public var strict: Bool?

    /// Creates a definition.
    public init(name: String, description: String? = nil, parameters: JSONValue? = nil, strict: Bool? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.strict = strict
    }

    private enum CodingKeys: String, CodingKey { case name, description, parameters, strict }
}
