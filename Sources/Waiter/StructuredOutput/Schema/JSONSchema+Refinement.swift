extension JSONSchema {
    /// A description or constraints of a type or one of its properties; see `JSONSchemaRefining`.
    public struct Refinement: Sendable, Hashable {
        /// The coding key of the property; `nil` for the type itself.
        let key: String?
        let description: String?
        let constraints: [Constraint]

        /// Describes the type itself.
        public static func summary(_ description: String) -> Refinement {
            Refinement(key: nil, description: description, constraints: [])
        }

        /// Describes and constrains a property.
        public static func property(
            _ key: some CodingKey,
            _ description: String? = nil,
            _ constraints: Constraint...
        ) -> Refinement {
            Refinement(key: key.stringValue, description: description, constraints: constraints)
        }

        /// Constrains a property.
        public static func property(_ key: some CodingKey, _ constraints: Constraint...) -> Refinement {
            Refinement(key: key.stringValue, description: nil, constraints: constraints)
        }
    }

    /// A keyword with its value, such as `minimum` with 0.
    public struct Constraint: Sendable, Hashable {
        let keyword: String
        let value: JSONValue
        /// The types that the keyword applies to; `nil` for every type.
        let types: Set<String>?

        private init(_ keyword: String, _ value: JSONValue, _ types: Set<String>? = nil) {
            self.keyword = keyword
            self.value = value
            self.types = types
        }

        private static let numbers: Set<String> = ["integer", "number"]

        /// The least number.
        public static func minimum(_ value: JSONValue) -> Constraint { .init("minimum", value, numbers) }
        /// The greatest number.
        public static func maximum(_ value: JSONValue) -> Constraint { .init("maximum", value, numbers) }
        /// The number that must be exceeded.
        public static func exclusiveMinimum(_ value: JSONValue) -> Constraint {
            .init("exclusiveMinimum", value, numbers)
        }
        /// The number that must not be reached.
        public static func exclusiveMaximum(_ value: JSONValue) -> Constraint {
            .init("exclusiveMaximum", value, numbers)
        }
        /// The step of the number, compared in decimal digits: 0.3 is a multiple of 0.1.
        public static func multipleOf(_ value: JSONValue) -> Constraint { .init("multipleOf", value, numbers) }
        /// The least number of characters (code points).
        public static func minLength(_ count: Int) -> Constraint { .init("minLength", .count(count), ["string"]) }
        /// The greatest number of characters (code points).
        public static func maxLength(_ count: Int) -> Constraint { .init("maxLength", .count(count), ["string"]) }
        /// A regular expression of ECMA-262 that a part of the string matches.
        public static func pattern(_ pattern: String) -> Constraint { .init("pattern", .string(pattern), ["string"]) }
        /// The format of the string, such as `email`.
        public static func format(_ name: String) -> Constraint { .init("format", .string(name), ["string"]) }
        /// The least number of items.
        public static func minItems(_ count: Int) -> Constraint { .init("minItems", .count(count), ["array"]) }
        /// The greatest number of items.
        public static func maxItems(_ count: Int) -> Constraint { .init("maxItems", .count(count), ["array"]) }
        /// No two items are equal.
        public static let uniqueItems = Constraint("uniqueItems", true, ["array"])
        /// Examples, for the model.
        public static func examples(_ values: [JSONValue]) -> Constraint { .init("examples", .array(values)) }
        /// Any other keyword.
        public static func keyword(_ name: String, _ value: JSONValue) -> Constraint { .init(name, value) }
    }
}

extension JSONValue {
    fileprivate static func count(_ count: Int) -> JSONValue { .integer(Int64(count)) }
}
