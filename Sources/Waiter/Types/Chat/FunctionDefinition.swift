/// A function that the model may call.
public struct FunctionDefinition: Codable, Sendable, Hashable {
    /// The function's name: letters, digits, `_` and `-`, at most 64.
    public var name: String
    /// What the function does, by which the model decides when to call it.
    public var description: String?
    /// The arguments as a JSON schema of an object, its members in order; nil for a function without arguments.
    public var parameters: JSONValue?
    /// Whether the arguments follow the schema exactly, for which the server takes a part of JSON schema alone.
    public var strict: Bool?

    /// Makes a definition.
    public init(name: String, description: String? = nil, parameters: JSONValue? = nil, strict: Bool? = nil) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.strict = strict
    }

    private enum CodingKeys: String, CodingKey { case name, description, parameters, strict }
}
