extension FunctionTool {
    /// Creates a tool that decodes its arguments as a Swift type. The schema is derived from the type.
    ///
    ///     struct Addends: Decodable {
    ///         var left: Int
    ///         var right: Int
    ///     }
    ///     let add = try FunctionTool("add", description: "Adds two integers.") { (numbers: Addends) in
    ///         numbers.left + numbers.right
    ///     }
    ///
    /// The result is sent to the model as JSON. A string or a `ToolOutput` is sent unchanged.
    ///
    /// - Parameters:
    ///   - name: The name, with at most 64 letters, digits, `_` and `-`.
    ///   - description: A description of the function for the model.
    ///   - isIndependent: Whether calls can run concurrently with calls to other independent tools.
    ///   - call: The function. Errors that it throws are reported to the model.
    /// - Throws: `OpenAIError` with code `.invalidSchema` if no schema can be derived from the type.
    public init<Arguments: Decodable & Sendable, Output: Encodable & Sendable>(
        _ name: String,
        description: String,
        isIndependent: Bool = false,
        call: @escaping @Sendable (Arguments) async throws -> Output
    ) throws {
        let schema = try JSONSchema(of: Arguments.self)
        self.init(name, description, schema, isIndependent) { invocation in
            let arguments: Arguments = try StructuredValue.decode(invocation.arguments)
            return try ToolOutput(encoding: try await call(arguments))
        }
    }
}
