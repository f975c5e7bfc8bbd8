/// A vocabulary of the server that may grow: known values are static members, unknown ones keep their text.
///
/// A value that this version does not know decodes, compares, prints and encodes as the server wrote it, so that a new
/// finish reason or role never needs a release to be read.
///
///     switch choice.finishReason {
///     case .stop: ...
///     case .toolCalls: ...
///     default: log(choice.finishReason?.rawValue)
///     }
public protocol ExtensibleEnum: RawRepresentable, Hashable, Sendable, Codable, ExpressibleByStringLiteral,
    CustomStringConvertible
where RawValue == String {
    /// Makes the value with the text that stands on the wire; never fails.
    init(rawValue: String)
}

extension ExtensibleEnum {
    /// Makes the value with the text that stands on the wire.
    public init(stringLiteral value: String) {
        self.init(rawValue: value)
    }

    /// The text that stands on the wire.
    public var description: String { rawValue }

    /// Reads the value from a JSON string; throws `DecodingError.typeMismatch` for anything else.
    public init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the value as a JSON string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
