/// A condition that restricts a search to files with matching attributes.
///
///     request.filters = .and([.attribute("region", .equal, "us"), .attribute("year", .greaterThanOrEqual, 2025)])
public indirect enum VectorStoreFilter: Sendable, Hashable {
    /// A comparison operator.
    public struct Comparison: ExtensibleEnum {
        /// The attribute equals the value.
        public static let equal = Comparison(rawValue: "eq")
        /// The attribute differs from the value.
        public static let notEqual = Comparison(rawValue: "ne")
        /// The attribute is greater than the value.
        public static let greaterThan = Comparison(rawValue: "gt")
        /// The attribute is greater than or equal to the value.
        public static let greaterThanOrEqual = Comparison(rawValue: "gte")
        /// The attribute is less than the value.
        public static let lessThan = Comparison(rawValue: "lt")
        /// The attribute is less than or equal to the value.
        public static let lessThanOrEqual = Comparison(rawValue: "lte")
        /// The attribute is an element of the array.
        public static let `in` = Comparison(rawValue: "in")
        /// The attribute is not an element of the array.
        public static let notIn = Comparison(rawValue: "nin")

        /// The string sent on the wire.
        public let rawValue: String

        /// Creates an operator from the string sent on the wire; unknown values are allowed.
        public init(rawValue: String) { self.rawValue = rawValue }
    }

    /// A comparison of an attribute with a string, number, Boolean or array.
    case attribute(String, Comparison, JSONValue)
    /// A condition that is met if all of the given conditions are met.
    case and([VectorStoreFilter])
    /// A condition that is met if any of the given conditions is met.
    case or([VectorStoreFilter])
    /// Any other condition, as raw JSON.
    case other(JSONValue)
}

extension VectorStoreFilter: Codable {
    /// Creates a condition from JSON.
    public init(json: JSONValue) {
        let type = json["type"]?.stringValue ?? ""
        if let filters = json["filters"]?.arrayValue, type == "and" || type == "or" {
            let conditions = filters.map { VectorStoreFilter(json: $0) }
            self = type == "and" ? .and(conditions) : .or(conditions)
        } else if let key = json["key"]?.stringValue, let value = json["value"], !type.isEmpty {
            self = .attribute(key, Comparison(rawValue: type), value)
        } else {
            self = .other(json)
        }
    }

    /// The condition as JSON.
    public var json: JSONValue {
        switch self {
        case .attribute(let key, let comparison, let value):
            ["type": .string(comparison.rawValue), "key": .string(key), "value": value]
        case .and(let filters): ["type": "and", "filters": .array(filters.map(\.json))]
        case .or(let filters): ["type": "or", "filters": .array(filters.map(\.json))]
        case .other(let json): json
        }
    }

    /// Decodes a condition of any type.
    public init(from decoder: any Decoder) throws {
        self.init(json: try JSONValue(from: decoder))
    }

    /// Encodes the condition.
    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }
}
