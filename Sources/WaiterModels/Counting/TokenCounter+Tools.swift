internal import Waiter
internal import WaiterTokenizer

extension TokenCounter {
    /// Adds the tokens in tool definitions.
    ///
    /// The formula is from section 7 of "How to count tokens with tiktoken" in OpenAI's cookbook. That section compares
    /// the formula with the counts for gpt-4o, gpt-4o-mini, gpt-4 and gpt-3.5-turbo. The formula has these rules:
    ///
    /// - Each function has a fixed overhead plus the tokens of `name:description`.
    /// - A function with properties adds three tokens, and each property adds three plus the tokens of
    ///   `name:type:description`.
    /// - An enum subtracts three, and each of its values adds three plus the value's own tokens.
    /// - The list of tools adds twelve.
    ///
    /// A period at the end of a description is dropped. The formula does not cover nested schemas, which are
    /// therefore counted level by level.
    func addTools(_ tools: [ChatTool], to count: inout TokenCount) {
        count.addDefinitions(12)
        for tool in tools {
            switch tool {
            case .function(let function): add(function, to: &count)
            case .custom(let custom):
                count.addDefinitions(frame.perFunction + line([custom.name, custom.description ?? ""]))
                if case .grammar(let grammar)? = custom.format {
                    count.addDefinitions(encoding.count(grammar.definition))
                }
                count.note("the prompt format of custom tools is not published")
            case .unknown(let json):
                count.addDefinitions(frame.perFunction + encoding.count(json.jsonText))
                count.note("the prompt format of this kind of tool is not published")
            }
        }
    }

    private func add(_ function: FunctionDefinition, to count: inout TokenCount) {
        count.addDefinitions(frame.perFunction + line([function.name, function.description ?? ""]))
        if function.description == nil { noteShape(&count) }
        guard let parameters = function.parameters else { return }
        addProperties(of: parameters, to: &count)
    }

    /// Adds the tokens for the properties in an object schema.
    private func addProperties(of schema: JSONValue, to count: inout TokenCount) {
        guard let properties = schema["properties"]?.objectValue, !properties.isEmpty else { return }
        count.addDefinitions(3)
        for (name, property) in properties {
            let type = property["type"]?.stringValue
            let description = property["description"]?.stringValue
            if type == nil || description == nil { noteShape(&count) }
            count.addDefinitions(3 + line([name, type ?? property["type"]?.jsonText ?? "any", description ?? ""]))
            if let values = property["enum"]?.arrayValue {
                let texts = values.map { $0.stringValue ?? $0.jsonText }
                count.addDefinitions(texts.reduce(-3) { $0 + 3 + encoding.count($1) })
            }
            addNested(property, to: &count)
        }
    }

    private func addNested(_ property: JSONValue, to count: inout TokenCount) {
        if property["properties"] != nil {
            noteShape(&count)
            addProperties(of: property, to: &count)
        }
        for key in ["items", "anyOf", "oneOf", "allOf", "$ref", "additionalProperties"] {
            guard let value = property[key] else { continue }
            noteShape(&count)
            for schema in value.arrayValue ?? [value] {
                count.addDefinitions(3 + encoding.count(schema["type"]?.stringValue ?? ""))
                addProperties(of: schema, to: &count)
            }
        }
    }

    private func noteShape(_ count: inout TokenCount) {
        count.note("the published formula for tools covers only flat schemas with descriptions")
    }

    private func line(_ parts: [String]) -> Int {
        var parts = parts
        if let last = parts.last, last.hasSuffix(".") { parts[parts.count - 1] = String(last.dropLast()) }
        return encoding.count(parts.joined(separator: ":"))
    }
}
