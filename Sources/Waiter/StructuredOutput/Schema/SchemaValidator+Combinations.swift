/// The keywords that combine subschemas.
extension SchemaValidator {
    mutating func check(_ value: JSONValue, _ rules: CombinationRules) {
        for node in rules.allOf { check(value, node) }
        if !rules.anyOf.isEmpty { checkAnyOf(value, rules.anyOf, keyword: "anyOf") }
        if !rules.oneOf.isEmpty { checkOneOf(value, rules.oneOf) }
        if let not = rules.not, trial(value, not).isEmpty, !isDone {
            report("not", "must not conform to the schema of 'not'")
        }
        if let condition = rules.condition {
            let branch = trial(value, condition).isEmpty ? rules.consequence : rules.alternative
            if let branch { check(value, branch) }
        }
    }

    private mutating func checkAnyOf(_ value: JSONValue, _ nodes: [Int], keyword: String) {
        var alternatives: [[JSONSchema.Violation]] = []
        for node in nodes {
            if isDone { return }
            let found = trial(value, node, limit: reportedLimit)
            if found.isEmpty { return }
            alternatives.append(found)
        }
        if isDone { return }
        reportAlternatives(alternatives, keyword: keyword)
    }

    private mutating func checkOneOf(_ value: JSONValue, _ nodes: [Int]) {
        var alternatives: [[JSONSchema.Violation]] = []
        var count = 0
        for node in nodes {
            if isDone { return }
            let found = trial(value, node, limit: reportedLimit)
            if found.isEmpty { count += 1 } else { alternatives.append(found) }
        }
        if isDone || count == 1 { return }
        if count == 0 { return reportAlternatives(alternatives, keyword: "oneOf") }
        report("oneOf", "must conform to exactly one alternative, not \(count)")
    }

    /// Reports the violations of the intended alternative if it is clear, otherwise a single one for all alternatives.
    ///
    /// An alternative with another type, or with another constant in a member (the tag of a union), is not the intended one.
    private mutating func reportAlternatives(_ alternatives: [[JSONSchema.Violation]], keyword: String) {
        let here = currentPath
        let meant = alternatives.filter { found in
            !found.contains { violation in
                switch violation.keyword {
                case "type": violation.path == here
                case "const": true
                case "enum": violation.path == here
                default: false
                }
            }
        }
        if meant.count == 1, let found = meant.first { return adopt(found) }
        report(keyword, "must conform to one of \(alternatives.count) alternatives")
    }
}
