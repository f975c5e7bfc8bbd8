/// An extensible set of string values defined by the server. Known values are static members; unknown values preserve
/// the server's string.
///
/// Unknown values are decoded, compared, printed and encoded as the server sent them, so a new finish reason or role does not
/// require a new release.
///
///     switch choice.finishReason {
///     case .stop: ...
///     case .toolCalls: ...
///     default: log(choice.finishReason?.rawValue)
///     }
public protocol ExtensibleEnum: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible
where RawValue == String {
    /// Creates a value from the string sent on the wire. This never fails.
    init(rawValue: String)
}

extension ExtensibleEnum {
    /// Creates a value from the string sent on the wire.
    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    /// The string sent on the wire.
    public var description: String { rawValue }

    /// Decodes a JSON string; throws `DecodingError.typeMismatch` for anything else.
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    /// Encodes the value as a JSON string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
