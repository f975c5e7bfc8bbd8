/// Functions that validate the keywords for numbers, strings, arrays and objects.
extension SchemaValidator {
    mutating func check(number: JSONValue, _ rules: NumberRules) {
        for bound in rules.lower {
            let order = number.compared(toNumber: bound.value) ?? 0
            if order > 0 || order == 0 && !bound.isExclusive { continue }
            report(bound.keyword, "must be \(bound.isExclusive ? "greater than" : "at least") \(bound.value.jsonText)")
        }
        for bound in rules.upper {
            let order = number.compared(toNumber: bound.value) ?? 0
            if order < 0 || order == 0 && !bound.isExclusive { continue }
            report(bound.keyword, "must be \(bound.isExclusive ? "less than" : "at most") \(bound.value.jsonText)")
        }
        if let step = rules.multipleOf, let decimal = DecimalNumber(number) {
            charge(decimal.steps(toDivideBy: step))
            if decimal.isMultiple(of: step) { return }
            report("multipleOf", "must be a multiple of \(rules.step?.jsonText ?? "the step")")
        }
    }

    mutating func check(_ text: String, _ rules: StringRules) {
        if rules.minLength != nil || rules.maxLength != nil {
            charge(text.utf8.count / 16)
            let length = text.unicodeScalars.count
            if let bound = rules.minLength, length < bound {
                report("minLength", "must have at least \(Self.count(bound, "character"))")
            }
            if let bound = rules.maxLength, length > bound {
                report("maxLength", "must have at most \(Self.count(bound, "character"))")
            }
        }
        if let pattern = rules.pattern, !matches(text, pattern) {
            report("pattern", "must match the pattern \(pattern.source.prefix(200))")
        }
        if let format = rules.format {
            charge(text.utf8.count / 4)
            if !format.accepts(text) { report("format", "must be \(format.expectation)") }
        }
    }

    private mutating func matches(_ text: String, _ pattern: SchemaPattern) -> Bool {
        if isDone { return true }
        var steps = 0
        let result = pattern.matches(text, steps: &steps)
        charge(steps)
        // The pattern exceeded the step limit. A single violation is reported for the entire validation.
        if result == nil { charge(.max / 2) }
        return result ?? true
    }

    static func count(_ number: Int, _ unit: String) -> String {
        "\(number) \(unit)\(number == 1 ? "" : "s")"
    }

    // MARK: Arrays

    mutating func check(_ elements: [JSONValue], _ rules: ArrayRules) {
        if let bound = rules.minItems, elements.count < bound {
            report("minItems", "must have at least \(Self.count(bound, "item"))")
        }
        if let bound = rules.maxItems, elements.count > bound {
            report("maxItems", "must have at most \(Self.count(bound, "item"))")
        }
        if rules.isUnique { checkUnique(elements) }
        for (index, element) in elements.enumerated() {
            if isDone { return }
            if index < rules.prefix.count {
                check(element, atIndex: index, rules.prefix[index])
            } else if let items = rules.items {
                check(element, atIndex: index, items)
            } else {
                break
            }
        }
        if let contained = rules.contains { checkContains(elements, contained, rules) }
    }

    private mutating func checkUnique(_ elements: [JSONValue]) {
        guard elements.count > 1 else { return }
        charge(Self.comparisonCost(of: .array(elements)))
        if isDone { return }
        if let (first, second) = ComparableJSON.duplicates(in: elements) {
            report("uniqueItems", "must have unique items; items \(first) and \(second) are equal")
        }
    }

    private mutating func checkContains(_ elements: [JSONValue], _ node: Int, _ rules: ArrayRules) {
        var count = 0
        for element in elements {
            if isDone { return }
            if trial(element, node).isEmpty { count += 1 }
        }
        if count < rules.minContains {
            report("contains", "must contain at least \(Self.count(rules.minContains, "matching item"))")
        }
        if let bound = rules.maxContains, count > bound {
            report("maxContains", "must contain at most \(Self.count(bound, "matching item"))")
        }
    }

    // MARK: Objects

    mutating func check(_ object: JSONObject, _ rules: ObjectRules) {
        for key in rules.required {
            if isDone { return }
            charge(1)
            if object[key] == nil { report("required", "must have the property \(SchemaCompiler.quoted(key))") }
        }
        if let bound = rules.minProperties, object.count < bound {
            report("minProperties", "must have at least \(bound) propert\(bound == 1 ? "y" : "ies")")
        }
        if let bound = rules.maxProperties, object.count > bound {
            report("maxProperties", "must have at most \(bound) propert\(bound == 1 ? "y" : "ies")")
        }
        charge(rules.dependentRequired.count + rules.dependentSchemas.count)
        for (key, required) in rules.dependentRequired where object[key] != nil {
            charge(required.count)
            for other in required where !isDone && object[other] == nil {
                let names = (SchemaCompiler.quoted(key), SchemaCompiler.quoted(other))
                report("dependentRequired", "must have the property \(names.1) because it has the property \(names.0)")
            }
        }
        for member in object.members {
            if isDone { return }
            check(member.key, member.value, rules)
        }
        for (key, node) in rules.dependentSchemas where object[key] != nil { check(.object(object), node) }
    }

    private mutating func check(_ key: String, _ value: JSONValue, _ rules: ObjectRules) {
        charge(1)
        var isKnown = false
        if let node = rules.properties[key] {
            isKnown = true
            check(value, atKey: key, node)
        }
        for (pattern, node) in rules.patterns where matches(key, pattern) {
            isKnown = true
            check(value, atKey: key, node)
        }
        if let names = rules.names, !trial(.string(key), names).isEmpty {
            report("propertyNames", "must not have a property named \(SchemaCompiler.quoted(key))")
        }
        guard !isKnown, let additional = rules.additional else { return }
        if schema.nodes[additional].isNever {
            report("additionalProperties", "must not have the property \(SchemaCompiler.quoted(key))")
        } else {
            check(value, atKey: key, additional)
        }
    }
}
