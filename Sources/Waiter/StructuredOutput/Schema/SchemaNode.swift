/// A compiled schema: an array of subschemas that refer to each other by index.
///
/// Keywords are checked and references are resolved when the schema is compiled. This work is not repeated for each
/// validation.
final class CompiledSchema: Sendable {
    let nodes: [SchemaNode]

    init(nodes: [SchemaNode]) {
        self.nodes = nodes
    }

    /// The index of the root schema.
    static let root = 0
}

/// A compiled subschema.
final class SchemaNode: Sendable {
    /// Whether the subschema is `false`, in which case no value conforms to it.
    let isNever: Bool
    let types: JSONTypeSet?
    let values: SchemaValues?
    let number: NumberRules?
    let string: StringRules?
    let array: ArrayRules?
    let object: ObjectRules?
    let combination: CombinationRules?
    /// The index of the subschema that `$ref` refers to.
    let reference: Int?

    init(
        isNever: Bool = false,
        types: JSONTypeSet? = nil,
        values: SchemaValues? = nil,
        number: NumberRules? = nil,
        string: StringRules? = nil,
        array: ArrayRules? = nil,
        object: ObjectRules? = nil,
        combination: CombinationRules? = nil,
        reference: Int? = nil
    ) {
        self.isNever = isNever
        self.types = types
        self.values = values
        self.number = number
        self.string = string
        self.array = array
        self.object = object
        self.combination = combination
        self.reference = reference
    }

    /// The subschemas that apply to the same value as this subschema.
    var sameValueNodes: [Int] {
        (reference.map { [$0] } ?? []) + (combination?.nodes ?? []) + (object?.dependentSchemas.map(\.node) ?? [])
    }
}

/// The types that `type` allows.
struct JSONTypeSet: OptionSet, Sendable {
    let rawValue: UInt8

    static let null = JSONTypeSet(rawValue: 1)
    static let boolean = JSONTypeSet(rawValue: 2)
    static let integer = JSONTypeSet(rawValue: 4)
    static let number = JSONTypeSet(rawValue: 8)
    static let string = JSONTypeSet(rawValue: 16)
    static let array = JSONTypeSet(rawValue: 32)
    static let object = JSONTypeSet(rawValue: 64)

    /// The types and their names, in the order used in messages.
    static let names: [(name: String, type: JSONTypeSet)] = [
        ("object", .object), ("array", .array), ("string", .string), ("integer", .integer), ("number", .number),
        ("boolean", .boolean), ("null", .null),
    ]

    /// Returns the type with the given name, or `nil` for an unknown name.
    static func named(_ name: String) -> JSONTypeSet? {
        names.first { $0.name == name }?.type
    }

    /// Returns the types of a value. An integer also has the type `number`.
    static func of(_ value: JSONValue) -> JSONTypeSet {
        switch value {
        case .null: .null
        case .bool: .boolean
        case .integer: [.integer, .number]
        case .number(let number): number == number.rounded() ? [.integer, .number] : .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}

/// The values of `const` and `enum`.
struct SchemaValues: Sendable {
    let keyword: String
    let values: [JSONValue]
    /// The values as a set, or `nil` if there are only a few values.
    let hashed: Set<ComparableJSON>?

    static let hashedFrom = 8

    init(keyword: String, values: [JSONValue]) {
        self.keyword = keyword
        self.values = values
        hashed = values.count >= Self.hashedFrom ? Set(values.map(ComparableJSON.init)) : nil
    }

    func contains(_ value: JSONValue) -> Bool {
        if let hashed { return hashed.contains(ComparableJSON(value)) }
        return values.contains { ComparableJSON($0) == ComparableJSON(value) }
    }
}

/// The keywords for numbers.
struct NumberRules: Sendable {
    struct Bound: Sendable {
        let value: JSONValue
        let isExclusive: Bool
        let keyword: String
    }

    var lower: [Bound] = []
    var upper: [Bound] = []
    var multipleOf: DecimalNumber?
    /// The value of `multipleOf` as written in the schema, for use in messages.
    var step: JSONValue?
}

/// The keywords for strings.
struct StringRules: Sendable {
    var minLength: Int?
    var maxLength: Int?
    var pattern: SchemaPattern?
    var format: SchemaFormat?
}

/// The keywords for arrays.
struct ArrayRules: Sendable {
    var prefix: [Int] = []
    var items: Int?
    var minItems: Int?
    var maxItems: Int?
    var isUnique = false
    var contains: Int?
    var minContains = 1
    var maxContains: Int?
}

/// The keywords for objects.
struct ObjectRules: Sendable {
    var properties: [String: Int] = [:]
    var patterns: [(pattern: SchemaPattern, node: Int)] = []
    var additional: Int?
    var names: Int?
    var required: [String] = []
    var minProperties: Int?
    var maxProperties: Int?
    var dependentRequired: [(key: String, required: [String])] = []
    var dependentSchemas: [(key: String, node: Int)] = []
}

/// The keywords that combine subschemas for the same value.
struct CombinationRules: Sendable {
    var allOf: [Int] = []
    var anyOf: [Int] = []
    var oneOf: [Int] = []
    var not: Int?
    var condition: Int?
    var consequence: Int?
    var alternative: Int?

    var nodes: [Int] {
        allOf + anyOf + oneOf + [not, condition, consequence, alternative].compactMap { $0 }
    }
}
