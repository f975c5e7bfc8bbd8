/// A field whose `null` on the wire means something else than its absence.
///
/// As `Nullable<T>?`, `nil` leaves the field out, `.null` writes `null`, and `.value` writes the value.
public enum Nullable<Wrapped> {
    /// An explicit `null`.
    case null
    /// A value.
    case value(Wrapped)

    /// The value, or nil for `null`.
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
    /// Writes the value, or an explicit `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .value(let wrapped): try container.encode(wrapped)
        }
    }
}

extension Nullable: Decodable where Wrapped: Decodable {
    /// Reads the value, or an explicit `null`.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = container.decodeNil() ? .null : .value(try container.decode(Wrapped.self))
    }
}

extension KeyedDecodingContainer {
    /// Reads a field that may be absent (nil), `null` (`.null`) or a value.
    ///
    /// The compiler's synthesized `init(from:)` finds this overload, without which `null` would read as absent.
    public func decodeIfPresent<Wrapped: Decodable>(
        _ type: Nullable<Wrapped>.Type,
        forKey key: Key
    ) throws -> Nullable<Wrapped>? {
        guard contains(key) else { return nil }
        if try decodeNil(forKey: key) { return .null }
        return .value(try decode(Wrapped.self, forKey: key))
    }
}
