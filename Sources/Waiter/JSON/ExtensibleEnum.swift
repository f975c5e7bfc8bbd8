/// An extensible set of string values that the server defines. Known values are static members, and unknown values
/// preserve the server's string.
///
/// Unknown values can be decoded, compared, printed and encoded, so a new finish reason or role does not require a new
/// version of this package.
///
///     switch choice.finishReason {
///     case .stop: ...
///     case .toolCalls: ...
///     default: log(choice.finishReason?.rawValue)
///     }
public protocol ExtensibleEnum: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible
where RawValue == String {
    /// Creates a value from the string that is sent on the wire. This initializer accepts any string.
    init(rawValue: String)
}

extension ExtensibleEnum {
    /// Creates a value from the string that is sent on the wire.
    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    /// The string that is sent on the wire.
    public var description: String { rawValue }

    /// Decodes a JSON string. Throws `DecodingError.typeMismatch` if the JSON value is not a string.
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    /// Encodes the value as a JSON string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
