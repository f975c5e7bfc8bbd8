/// A number, or `auto` for the server's choice.
///
///     hyperparameters.epochs = 3
///     hyperparameters.batchSize = .auto
public enum AutomaticValue<Value: Codable & Hashable & Sendable>: Sendable, Hashable {
    /// The server's choice.
    case auto
    /// A specific value.
    case value(Value)

    /// The value, or `nil` for `auto`.
    public var value: Value? {
        if case .value(let value) = self { value } else { nil }
    }
}

extension AutomaticValue: Codable {
    /// Decodes the string `auto` or a value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if (try? container.decode(String.self)) == "auto" {
            self = .auto
        } else {
            self = .value(try container.decode(Value.self))
        }
    }

    /// Encodes the string `auto` or the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .auto: try container.encode("auto")
        case .value(let value): try container.encode(value)
        }
    }
}

extension AutomaticValue: ExpressibleByIntegerLiteral where Value: ExpressibleByIntegerLiteral {
    /// Creates a value from an integer.
    public init(integerLiteral value: Value.IntegerLiteralType) { self = .value(Value(integerLiteral: value)) }
}

extension AutomaticValue: ExpressibleByFloatLiteral where Value: ExpressibleByFloatLiteral {
    /// Creates a value from a floating-point number.
    public init(floatLiteral value: Value.FloatLiteralType) { self = .value(Value(floatLiteral: value)) }
}
