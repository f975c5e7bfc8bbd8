/// A function that a model can call.
///
///     let add = try FunctionTool("add", description: "Adds two numbers.") { (numbers: Addends) in
///         numbers.left + numbers.right
///     }
///
/// The model sees the name, the description and the schema of the arguments. Arguments are validated against the schema
/// before the function is called.
public struct FunctionTool: Sendable {
    /// The name, with at most 64 letters, digits, `_` and `-`.
    public let name: String
    /// A description of the function, which helps the model decide when to call it.
    public let description: String?
    /// The schema of the arguments, or `nil` for a function without arguments.
    public let parameters: JSONSchema?
    /// Whether calls can run concurrently with calls to other independent tools.
    public var isIndependent: Bool
    /// The maximum duration of a call, or `nil` for no limit.
    ///
    /// A call that exceeds the limit is cancelled, and its outcome is reported to the model as unknown.
    public var timeLimit: Duration? = .seconds(60)
    /// Whether to use strict mode, in which the server enforces the schema. In strict mode, the strict form of the
    /// schema is sent, with `strict` set to `true`.
    public var isStrict = false
    /// A closure that decides whether a call may run, or `nil` to apply the loop's approval rule.
    public var approval: (@Sendable (ToolInvocation) async throws -> ToolApproval)?
    /// The function, or `nil` if calls to this tool are passed to the caller of the loop.
    package let body: (@Sendable (ToolInvocation) async throws -> ToolOutput)?

    /// Creates a tool that takes JSON arguments. Use this initializer if the schema is known only at run time.
    ///
    /// - Parameters:
    ///   - name: The name, with at most 64 letters, digits, `_` and `-`.
    ///   - description: A description of the function for the model.
    ///   - parameters: The schema of the arguments, or `nil` for a function without arguments.
    ///   - isIndependent: Whether calls can run concurrently with calls to other independent tools.
    ///   - call: The function, which is called with arguments that conform to the schema. Errors that it throws are
    ///     reported to the model.
    public init(
        _ name: String,
        description: String?,
        parameters: JSONSchema?,
        isIndependent: Bool = false,
        call: @escaping @Sendable (JSONValue) async throws -> ToolOutput
    ) {
        self.init(name, description, parameters, isIndependent) { try await call($0.arguments) }
    }

    /// Creates a tool without a function. A call to this tool ends the loop, and the caller provides the result.
    public init(_ name: String, description: String?, parameters: JSONSchema?) {
        self.init(name, description, parameters, false, nil)
    }

    package init(
        _ name: String,
        _ description: String?,
        _ parameters: JSONSchema?,
        _ isIndependent: Bool,
        _ body: (@Sendable (ToolInvocation) async throws -> ToolOutput)?
    ) {
        self.name = name
        self.description = description
        self.parameters = parameters
        self.isIndependent = isIndependent
        self.body = body
    }
}

extension FunctionTool {
    /// The name, description and schema as JSON text. An approval is valid only for this definition.
    ///
    /// If the name, description or schema changes, calls to the tool must be approved again.
    public var definition: String {
        JSONValue.object([
            "name": .string(name), "description": description.map { JSONValue.string($0) } ?? .null,
            "parameters": parameters?.value ?? .null,
        ]).jsonText
    }
}
