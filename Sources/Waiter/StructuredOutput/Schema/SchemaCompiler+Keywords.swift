extension SchemaCompiler {
    // MARK: Values

    func types(_ value: JSONValue?) throws -> JSONTypeSet? {
        guard let value else { return nil }
        let names = value.arrayValue ?? [value]
        guard !names.isEmpty else { throw invalid("type must name at least one type") }
        var types: JSONTypeSet = []
        for name in names {
            guard let text = name.stringValue else { throw invalid("type must be a string or an array of strings") }
            guard let type = JSONTypeSet.named(text) else {
                let known = JSONTypeSet.names.map(\.name).joined(separator: ", ")
                throw invalid("unknown type \(Self.quoted(text)); expected one of \(known)")
            }
            types.insert(type)
        }
        return types
    }

    func values(_ keywords: JSONObject) throws -> SchemaValues? {
        let constant = keywords["const"]
        guard let enumeration = keywords["enum"] else {
            return constant.map { SchemaValues(keyword: "const", values: [$0]) }
        }
        guard let values = enumeration.arrayValue else { throw invalid("enum must be an array") }
        guard let constant else { return SchemaValues(keyword: "enum", values: values) }
        // A value must satisfy both `const` and `enum`.
        let isListed = SchemaValues(keyword: "enum", values: values).contains(constant)
        return SchemaValues(keyword: "const", values: isListed ? [constant] : [])
    }

    // MARK: Numbers and strings

    func numberRules(_ keywords: JSONObject) throws -> NumberRules? {
        var rules = NumberRules()
        for (name, exclusive) in [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")] {
            var bounds: [NumberRules.Bound] = []
            // In draft 4, `exclusiveMinimum` and `exclusiveMaximum` were Booleans that modified the bound.
            let isExclusive = keywords[exclusive]?.boolValue ?? false
            if let value = try number(name, keywords) {
                bounds.append(.init(value: value, isExclusive: isExclusive, keyword: isExclusive ? exclusive : name))
            }
            if keywords[exclusive]?.boolValue == nil, let value = try number(exclusive, keywords) {
                bounds.append(.init(value: value, isExclusive: true, keyword: exclusive))
            }
            if name == "minimum" { rules.lower = bounds } else { rules.upper = bounds }
        }
        if let step = try number("multipleOf", keywords) {
            guard (step.doubleValue ?? 0) > 0, let decimal = DecimalNumber(step) else {
                throw invalid("multipleOf must be greater than 0")
            }
            rules.multipleOf = decimal
            rules.step = step
        }
        return rules.lower.isEmpty && rules.upper.isEmpty && rules.multipleOf == nil ? nil : rules
    }

    private func number(_ keyword: String, _ keywords: JSONObject) throws -> JSONValue? {
        guard let value = keywords[keyword] else { return nil }
        guard value.doubleValue?.isFinite == true else { throw invalid("\(keyword) must be a number") }
        return value
    }

    func count(_ keyword: String, _ keywords: JSONObject) throws -> Int? {
        guard let value = keywords[keyword] else { return nil }
        guard let count = value.intValue, count >= 0 else {
            throw invalid("\(keyword) must be a non-negative integer")
        }
        return count
    }

    mutating func stringRules(_ keywords: JSONObject) throws -> StringRules? {
        var rules = StringRules()
        rules.minLength = try count("minLength", keywords)
        rules.maxLength = try count("maxLength", keywords)
        if let value = keywords["pattern"] {
            guard let text = value.stringValue else { throw invalid("pattern must be a string") }
            rules.pattern = try pattern(text)
        }
        if let value = keywords["format"] {
            guard let name = value.stringValue else { throw invalid("format must be a string") }
            rules.format = SchemaFormat(rawValue: name)
        }
        let isEmpty = rules.minLength == nil && rules.maxLength == nil && rules.pattern == nil && rules.format == nil
        return isEmpty ? nil : rules
    }

    // MARK: Arrays

    mutating func arrayRules(_ keywords: JSONObject) throws -> ArrayRules? {
        let names = ["prefixItems", "items", "minItems", "maxItems", "uniqueItems", "contains"]
        guard names.contains(where: { keywords[$0] != nil }) else { return nil }
        var rules = ArrayRules()
        rules.minItems = try count("minItems", keywords)
        rules.maxItems = try count("maxItems", keywords)
        if let value = keywords["uniqueItems"] {
            guard let isUnique = value.boolValue else { throw invalid("uniqueItems must be a Boolean") }
            rules.isUnique = isUnique
        }
        if let value = keywords["prefixItems"] { rules.prefix = try compileList(value, keyword: "prefixItems") }
        if let value = keywords["items"] {
            if value.arrayValue != nil {
                // Before draft 2020-12, the schemas for tuples were in `items`.
                rules.prefix = try compileList(value, keyword: "items")
                rules.items = try keywords["additionalItems"].map { try compile($0, at: "additionalItems") }
            } else {
                rules.items = try compile(value, at: "items")
            }
        }
        if let value = keywords["contains"] {
            rules.contains = try compile(value, at: "contains")
            rules.minContains = try count("minContains", keywords) ?? 1
            rules.maxContains = try count("maxContains", keywords)
        }
        return rules
    }

    // MARK: Objects

    mutating func objectRules(_ keywords: JSONObject) throws -> ObjectRules? {
        let names = [
            "properties", "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties",
            "maxProperties", "dependentRequired", "dependentSchemas", "dependencies",
        ]
        guard names.contains(where: { keywords[$0] != nil }) else { return nil }
        var rules = ObjectRules()
        for (name, schema) in try members("properties", keywords) {
            rules.properties[name] = try compile(schema, at: "properties", name)
        }
        for (text, schema) in try members("patternProperties", keywords) {
            rules.patterns.append((try pattern(text), try compile(schema, at: "patternProperties", text)))
        }
        if let value = keywords["additionalProperties"], value != true {
            rules.additional = try compile(value, at: "additionalProperties")
        }
        rules.names = try keywords["propertyNames"].map { try compile($0, at: "propertyNames") }
        // In drafts 3 and 4, a property's `required` was a Boolean.
        if let value = keywords["required"] { rules.required = try strings(value, keyword: "required") }
        rules.minProperties = try count("minProperties", keywords)
        rules.maxProperties = try count("maxProperties", keywords)
        for (key, value) in try members("dependentRequired", keywords) {
            rules.dependentRequired.append((key, try strings(value, keyword: "dependentRequired")))
        }
        for (key, value) in try members("dependentSchemas", keywords) {
            rules.dependentSchemas.append((key, try compile(value, at: "dependentSchemas", key)))
        }
        for (key, value) in try members("dependencies", keywords) {
            if value.arrayValue != nil {
                rules.dependentRequired.append((key, try strings(value, keyword: "dependencies")))
            } else {
                rules.dependentSchemas.append((key, try compile(value, at: "dependencies", key)))
            }
        }
        return rules
    }

    private func members(_ keyword: String, _ keywords: JSONObject) throws -> JSONObject {
        guard let value = keywords[keyword] else { return JSONObject() }
        guard let members = value.objectValue else { throw invalid("\(keyword) must be an object") }
        return members
    }

    private func strings(_ value: JSONValue, keyword: String) throws -> [String] {
        guard let elements = value.arrayValue else { throw invalid("\(keyword) must be an array of strings") }
        return try elements.map { element in
            guard let text = element.stringValue else { throw invalid("\(keyword) must be an array of strings") }
            return text
        }
    }

    // MARK: Combinations

    mutating func combinationRules(_ keywords: JSONObject) throws -> CombinationRules? {
        let names = ["allOf", "anyOf", "oneOf", "not", "if"]
        guard names.contains(where: { keywords[$0] != nil }) else { return nil }
        var rules = CombinationRules()
        if let value = keywords["allOf"] { rules.allOf = try compileList(value, keyword: "allOf") }
        if let value = keywords["anyOf"] { rules.anyOf = try compileList(value, keyword: "anyOf") }
        if let value = keywords["oneOf"] { rules.oneOf = try compileList(value, keyword: "oneOf") }
        rules.not = try keywords["not"].map { try compile($0, at: "not") }
        if let condition = keywords["if"] {
            rules.condition = try compile(condition, at: "if")
            rules.consequence = try keywords["then"].map { try compile($0, at: "then") }
            rules.alternative = try keywords["else"].map { try compile($0, at: "else") }
        }
        return rules
    }
}
