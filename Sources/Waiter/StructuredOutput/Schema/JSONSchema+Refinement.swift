extension JSONSchema {
    /// A description or a set of constraints for a type or for one of its properties. See `JSONSchemaRefining`.
    public struct Refinement: Sendable, Hashable {
        /// The coding key of the property, or `nil` for the type itself.
        let key: String?
        let description: String?
        let constraints: [Constraint]

        /// Adds a description to the type itself.
        public static func summary(_ description: String) -> Refinement {
            Refinement(key: nil, description: description, constraints: [])
        }

        /// Adds a description and constraints to a property.
        public static func property(
            _ key: some CodingKey,
            _ description: String? = nil,
            _ constraints: Constraint...
        ) -> Refinement {
            Refinement(key: key.stringValue, description: description, constraints: constraints)
        }

        /// Adds constraints to a property.
        public static func property(_ key: some CodingKey, _ constraints: Constraint...) -> Refinement {
            Refinement(key: key.stringValue, description: nil, constraints: constraints)
        }
    }

    /// A schema keyword and its value, such as `minimum` and 0.
    public struct Constraint: Sendable, Hashable {
        let keyword: String
        let value: JSONValue
        /// The types that the keyword applies to, or `nil` if it applies to every type.
        let types: Set<String>?

        private init(_ keyword: String, _ value: JSONValue, _ types: Set<String>? = nil) {
            self.keyword = keyword
            self.value = value
            self.types = types
        }

        private static let numbers: Set<String> = ["integer", "number"]

        /// Requires a number to be at least the given value.
        public static func minimum(_ value: JSONValue) -> Constraint { .init("minimum", value, numbers) }
        /// Requires a number to be at most the given value.
        public static func maximum(_ value: JSONValue) -> Constraint { .init("maximum", value, numbers) }
        /// Requires a number to be greater than the given value.
        public static func exclusiveMinimum(_ value: JSONValue) -> Constraint {
            .init("exclusiveMinimum", value, numbers)
        }
        /// Requires a number to be less than the given value.
        public static func exclusiveMaximum(_ value: JSONValue) -> Constraint {
            .init("exclusiveMaximum", value, numbers)
        }
        /// Requires a number to be a multiple of the given value. Decimal arithmetic is used, so 0.3 is a multiple of
        /// 0.1.
        public static func multipleOf(_ value: JSONValue) -> Constraint { .init("multipleOf", value, numbers) }
        /// Requires a string to have at least the given number of characters (code points).
        public static func minLength(_ count: Int) -> Constraint { .init("minLength", .count(count), ["string"]) }
        /// Requires a string to have at most the given number of characters (code points).
        public static func maxLength(_ count: Int) -> Constraint { .init("maxLength", .count(count), ["string"]) }
        /// Requires a string to contain a match of an ECMA-262 regular expression.
        public static func pattern(_ pattern: String) -> Constraint { .init("pattern", .string(pattern), ["string"]) }
        /// Requires a string to conform to a format, such as `email`.
        public static func format(_ name: String) -> Constraint { .init("format", .string(name), ["string"]) }
        /// Requires an array to have at least the given number of items.
        public static func minItems(_ count: Int) -> Constraint { .init("minItems", .count(count), ["array"]) }
        /// Requires an array to have at most the given number of items.
        public static func maxItems(_ count: Int) -> Constraint { .init("maxItems", .count(count), ["array"]) }
        /// Requires all items of an array to be different.
        public static let uniqueItems = Constraint("uniqueItems", true, ["array"])
        /// Adds examples for the model.
        public static func examples(_ values: [JSONValue]) -> Constraint { .init("examples", .array(values)) }
        /// Adds any other keyword.
        public static func keyword(_ name: String, _ value: JSONValue) -> Constraint { .init(name, value) }
    }
}

extension JSONValue {
    fileprivate static func count(_ count: Int) -> JSONValue { .integer(Int64(count)) }
}
