/// Functions that validate the keywords that combine subschemas.
extension SchemaValidator {
    mutating func check(_ value: JSONValue, _ rules: CombinationRules) {
        for node in rules.allOf { check(value, node) }
        if !rules.anyOf.isEmpty { checkAnyOf(value, rules.anyOf, keyword: "anyOf") }
        if !rules.oneOf.isEmpty { checkOneOf(value, rules.oneOf) }
        if let not = rules.not, trial(value, not).isEmpty, !isDone {
            report("not", "must not conform to the schema in 'not'")
        }
        if let condition = rules.condition {
            let branch = trial(value, condition).isEmpty ? rules.consequence : rules.alternative
            if let branch { check(value, branch) }
        }
    }

    private mutating func checkAnyOf(_ value: JSONValue, _ nodes: [Int], keyword: String) {
        var failed = FailedAlternatives()
        for node in nodes {
            if isDone { return }
            let found = trial(value, node, limit: reportedLimit)
            if found.isEmpty { return }
            failed.append(found, path: currentPath)
        }
        if isDone { return }
        report(failed, keyword: keyword)
    }

    private mutating func checkOneOf(_ value: JSONValue, _ nodes: [Int]) {
        var failed = FailedAlternatives()
        var count = 0
        for node in nodes {
            if isDone { return }
            let found = trial(value, node, limit: reportedLimit)
            if found.isEmpty { count += 1 } else { failed.append(found, path: currentPath) }
        }
        if isDone || count == 1 { return }
        if count == 0 { return report(failed, keyword: "oneOf") }
        report("oneOf", "must conform to exactly one alternative, but conforms to \(count)")
    }

    /// Reports the violations of the intended alternative. If it is unclear which alternative is intended, a single
    /// violation is reported for all alternatives.
    private mutating func report(_ failed: FailedAlternatives, keyword: String) {
        if failed.meantCount == 1 { return adopt(failed.meant) }
        report(keyword, "must conform to one of the \(failed.count) alternatives")
    }
}

/// Alternatives that a value does not conform to. Only the violations of one alternative are stored, because there can
/// be many alternatives.
private struct FailedAlternatives {
    /// The path of the value.
    private var path = ""
    private(set) var count = 0
    /// The number of alternatives that could be the intended one.
    private(set) var meantCount = 0
    /// The violations of the first alternative that could be the intended one.
    private(set) var meant: [JSONSchema.Violation] = []

    mutating func append(_ found: [JSONSchema.Violation], path: @autoclosure () -> String) {
        if count == 0 { self.path = path() }
        count += 1
        guard isMeant(found) else { return }
        meantCount += 1
        if meantCount == 1 { meant = found }
    }

    /// Returns whether an alternative could be the intended one. An alternative is ruled out if the value has the wrong
    /// type, or if a member has the wrong constant, such as a union's tag.
    private func isMeant(_ found: [JSONSchema.Violation]) -> Bool {
        !found.contains { violation in
            switch violation.keyword {
            case "type": violation.path == path
            case "const": true
            case "enum": violation.path == path
            default: false
            }
        }
    }
}
