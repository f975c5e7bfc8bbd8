/// Detects reference cycles that never descend into the value, such as a `$ref` that refers to itself.
///
/// Any other recursion descends into the value at each step, and therefore terminates.
enum SchemaCycles {
    private enum Mark {
        case open
        case done(height: Int)
    }

    /// Checks the nested subschemas that apply to the same value.
    ///
    /// - Throws: `OpenAIError` with code `.invalidSchema` if there is a cycle or if there are too many nested
    ///   subschemas.
    static func check(_ schema: CompiledSchema) throws {
        var marks: [Mark?] = Array(repeating: nil, count: schema.nodes.count)
        for start in schema.nodes.indices where marks[start] == nil {
            try visit(start, in: schema, &marks)
        }
    }

    /// Visits the descendants of a node depth-first, without recursion.
    private static func visit(_ start: Int, in schema: CompiledSchema, _ marks: inout [Mark?]) throws {
        var stack = [(node: start, next: schema.nodes[start].sameValueNodes[...], height: 0)]
        marks[start] = .open
        while var top = stack.popLast() {
            guard let next = top.next.popFirst() else {
                guard top.height <= SchemaCompiler.maxChain else {
                    throw invalid("more than \(SchemaCompiler.maxChain) chained subschemas apply to one value")
                }
                marks[top.node] = .done(height: top.height)
                if let parent = stack.indices.last { stack[parent].height = max(stack[parent].height, top.height + 1) }
                continue
            }
            switch marks[next] {
            case .open?: throw invalid("a $ref refers back to itself")
            case .done(let height)?:
                top.height = max(top.height, height + 1)
                stack.append(top)
            case nil:
                marks[next] = .open
                stack.append(top)
                stack.append((next, schema.nodes[next].sameValueNodes[...], 0))
            }
        }
    }

    private static func invalid(_ complaint: String) -> OpenAIError {
        OpenAIError(.invalidSchema, "invalid JSON Schema: \(complaint)")
    }
}
