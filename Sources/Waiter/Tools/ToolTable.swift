/// The tools of a loop, in the order in which they are sent.
package struct ToolTable: Sendable {
    let tools: [FunctionTool]
    /// The names of tools that the request itself defines. Calls to these tools are passed to the caller.
    let declared: Set<String>
    private let places: [String: Int]

    /// Creates a table.
    ///
    /// - Throws: `OpenAIError` with code `.invalidRequest` if a name is invalid or is used more than once.
    package init(_ tools: [FunctionTool], declared: [ChatTool] = []) throws {
        var places: [String: Int] = [:]
        self.declared = Set(declared.map(\.name))
        for (place, tool) in tools.enumerated() {
            guard FunctionTool.isValid(name: tool.name) else {
                let excerpt = String(tool.name.prefix(80))
                throw OpenAIError(
                    .invalidRequest,
                    "'\(excerpt)' is not a valid tool name; expected 1 to 64 letters, digits, '_' and '-'"
                )
            }
            guard places.updateValue(place, forKey: tool.name) == nil, !self.declared.contains(tool.name) else {
                throw OpenAIError(.invalidRequest, "two tools are named '\(tool.name)'")
            }
        }
        self.tools = tools
        self.places = places
    }

    subscript(name: String) -> FunctionTool? { places[name].map { tools[$0] } }
}

extension FunctionTool {
    /// Returns whether a name is a valid function name: 1 to 64 letters, digits, `_` and `-`.
    package static func isValid(name: String) -> Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x5F || byte == 0x2D
            }
    }
}
