/// Validates values against a compiled schema, with limits on work and depth.
struct SchemaValidator {
    /// The maximum number of reported violations.
    static let maxViolations = 100
    private static let workBetweenLooks = 1_000_000
    /// The maximum nesting depth of subschemas and values, which bounds stack usage.
    static let maxDepth = 256

    private enum Step {
        case key(String)
        case index(Int)
    }

    let schema: CompiledSchema
    private(set) var violations: [JSONSchema.Violation] = []
    /// The number of violations at which validation of the current subschema stops.
    private var limit = SchemaValidator.maxViolations
    private var path: [Step] = []
    private var depth = 0
    private var work: Int
    /// The amount of remaining work at which the next check for cancellation is due.
    private var nextLook: Int
    private var isExhausted = false
    private var isTooDeep = false

    private init(_ schema: CompiledSchema, work: Int) {
        self.schema = schema
        self.work = work
        nextLook = work - Self.workBetweenLooks
    }

    /// Returns up to 100 violations in a value.
    static func violations(of value: JSONValue, schema: CompiledSchema) -> [JSONSchema.Violation] {
        var validator = SchemaValidator(schema, work: min(50_000_000, 4_000_000 + 32 * size(of: value)))
        validator.check(value, CompiledSchema.root)
        if validator.isExhausted || validator.isTooDeep {
            let cause = validator.isTooDeep ? "is nested too deeply" : "is too complex"
            let violation = JSONSchema.Violation(path: "", keyword: "limit", message: "\(cause) to be validated")
            return [violation] + validator.violations.prefix(Self.maxViolations - 1)
        }
        return validator.violations
    }

    /// Returns the number of nested values plus the number of bytes of text.
    private static func size(of value: JSONValue) -> Int {
        switch value {
        case .string(let text): 1 + text.utf8.count
        case .array(let elements): elements.reduce(1) { $0 + size(of: $1) }
        case .object(let object): object.members.reduce(1) { $0 + $1.key.utf8.count + size(of: $1.value) }
        default: 1
        }
    }

    /// Returns the cost of comparing a value with other values by hash.
    static func comparisonCost(of value: JSONValue) -> Int { 1 + size(of: value) / 4 }

    // MARK: Bookkeeping

    /// Whether validation can stop.
    var isDone: Bool { violations.count >= limit || isExhausted || isTooDeep }

    mutating func charge(_ amount: Int) {
        work = max(-1, work - amount)
        if work <= nextLook {
            nextLook = work - Self.workBetweenLooks
            // Stop if the validation has been interrupted. The violations found so far will not be used.
            if ParserInterruption.isDue { work = -1 }
        }
        if work < 0 { isExhausted = true }
    }

    mutating func report(_ keyword: String, _ message: String) {
        guard violations.count < limit else { return }
        // If only the existence of a violation matters, the path is omitted.
        violations.append(.init(path: limit == 1 ? "" : currentPath, keyword: keyword, message: message))
    }

    /// The path of the value being checked, such as `items[0].price`.
    var currentPath: String {
        var text = ""
        for step in path {
            switch step {
            case .index(let index): text += "[\(index)]"
            case .key(let key) where Self.isPlain(key): text += text.isEmpty ? key : ".\(key)"
            case .key(let key): text += "[\(JSONValue.string(String(key.prefix(64))).jsonText)]"
            }
        }
        return text
    }

    private static func isPlain(_ key: String) -> Bool {
        let isPlain: (Unicode.Scalar) -> Bool = { scalar in
            scalar == "_" || scalar == "-" || scalar == "$" || scalar.properties.isAlphabetic
                || ("0"..."9").contains(scalar)
        }
        return !key.isEmpty && key.utf8.count <= 64 && key.unicodeScalars.allSatisfy(isPlain)
    }

    /// Returns the violations of a single subschema, up to a limit.
    mutating func trial(_ value: JSONValue, _ node: Int, limit: Int = 1) -> [JSONSchema.Violation] {
        let outer = (violations, self.limit)
        violations = []
        self.limit = limit
        check(value, node)
        defer { (violations, self.limit) = outer }
        return violations
    }

    /// Adds violations that were found by `trial`.
    mutating func adopt(_ found: [JSONSchema.Violation]) {
        violations += found.prefix(max(0, limit - violations.count))
    }

    /// The limit to pass to `trial` if the violations that it finds will be reported.
    var reportedLimit: Int { limit == 1 ? 1 : Self.maxViolations }

    mutating func check(_ value: JSONValue, atKey key: String, _ node: Int) {
        path.append(.key(key))
        check(value, node)
        path.removeLast()
    }

    mutating func check(_ value: JSONValue, atIndex index: Int, _ node: Int) {
        path.append(.index(index))
        check(value, node)
        path.removeLast()
    }

    // MARK: Subschemas

    mutating func check(_ value: JSONValue, _ index: Int) {
        guard !isDone else { return }
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maxDepth else {
            isTooDeep = true
            return
        }
        charge(1)
        let node = schema.nodes[index]
        if node.isNever { return report("false", "must not be present") }
        if let types = node.types, types.isDisjoint(with: JSONTypeSet.of(value)) {
            return report("type", "must be \(Self.text(of: types)), not \(Self.kind(of: value))")
        }
        if let values = node.values { check(value, values) }
        switch value {
        case .integer, .number: if let rules = node.number { check(number: value, rules) }
        case .string(let text): if let rules = node.string { check(text, rules) }
        case .array(let elements): if let rules = node.array { check(elements, rules) }
        case .object(let object): if let rules = node.object { check(object, rules) }
        case .null, .bool: break
        }
        if let rules = node.combination { check(value, rules) }
        if let reference = node.reference { check(value, reference) }
    }

    private mutating func check(_ value: JSONValue, _ values: SchemaValues) {
        charge(values.hashed == nil ? values.values.count : Self.comparisonCost(of: value))
        if isDone || values.contains(value) { return }
        guard values.values.count <= 20, limit > 1 else {
            return report(values.keyword, "must be one of the \(values.values.count) values that the schema allows")
        }
        let list = values.values.map { $0.jsonText(upTo: 60) ?? "..." }
        let isSingle = list.count == 1
        report(values.keyword, "must be \(isSingle ? "" : "one of ")\(list.joined(separator: ", "))")
    }

    // MARK: Messages

    private static func text(of types: JSONTypeSet) -> String {
        let names = JSONTypeSet.names.filter { types.contains($0.type) }.map { withArticle($0.name) }
        return names.joined(separator: " or ")
    }

    private static func withArticle(_ name: String) -> String {
        switch name {
        case "null": "null"
        case "object", "array", "integer": "an \(name)"
        default: "a \(name)"
        }
    }

    private static func kind(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .integer: "an integer"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
