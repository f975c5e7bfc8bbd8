/// A field for which `null` does not have the same meaning as an absent field.
///
/// For a property of type `Nullable<T>?`, the field is omitted if the property is `nil`. The cases `.null` and `.value`
/// encode `null` and the value, respectively.
public enum Nullable<Wrapped> {
    /// An explicit `null`.
    case null
    /// A value.
    case value(Wrapped)

    /// The value, or `nil` if the field is `null`.
    public var value: Wrapped? {
        switch self {
        case .null: nil
        case .value(let wrapped): wrapped
        }
    }
}

extension Nullable: Sendable where Wrapped: Sendable {}
extension Nullable: Equatable where Wrapped: Equatable {}
extension Nullable: Hashable where Wrapped: Hashable {}

extension Nullable: Encodable where Wrapped: Encodable {
    /// Encodes the value or an explicit `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .value(let wrapped): try container.encode(wrapped)
        }
    }
}

extension Nullable: Decodable where Wrapped: Decodable {
    /// Decodes the value or an explicit `null`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .null : .value(try container.decode(Wrapped.self))
    }
}

extension KeyedDecodingContainer {
    /// Decodes a field that may be absent (`nil`), `null` (`.null`) or a value.
    ///
    /// Synthesized `init(from:)` implementations call this overload. Without it, `null` would be decoded as an absent
    /// field.
    public func decodeIfPresent<Wrapped: Decodable>(
        _ type: Nullable<Wrapped>.Type,
        forKey key: Key
    ) throws -> Nullable<Wrapped>? {
        guard contains(key) else { return nil }
        if try decodeNil(forKey: key) { return .null }
        return .value(try decode(Wrapped.self, forKey: key))
    }
}
