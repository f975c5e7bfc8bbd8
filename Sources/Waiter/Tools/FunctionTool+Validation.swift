extension FunctionTool {
    /// Returns the schema violations in the arguments. An optional member that is `null` is treated as absent.
    func violations(of arguments: inout JSONValue) -> [JSONSchema.Violation] {
        guard let parameters = parameters ?? Self.anyObject else { return [] }
        let violations = parameters.validate(arguments)
        guard !violations.isEmpty, var members = arguments.objectValue else { return violations }
        let required = Set((parameters.value["required"]?.arrayValue ?? []).compactMap(\.stringValue))
        for key in members.keys where members[key]?.isNull == true && !required.contains(key) { members[key] = nil }
        guard members.count < arguments.objectValue?.count ?? 0 else { return violations }
        let rest = parameters.validate(.object(members))
        if rest.isEmpty { arguments = .object(members) }
        return rest
    }

    /// The schema of a function without arguments. Any members that the model adds are ignored.
    private static let anyObject = try? JSONSchema(["type": "object"])
}
