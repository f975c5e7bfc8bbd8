/// A JSON object with typed accessors for the members that Waiter recognizes.
///
/// All members are preserved in order and encoded unchanged. An item with encrypted or unknown members can therefore be
/// sent back exactly as the server sent it. If a member is missing, null or of an unexpected type, its accessor returns
/// `nil` or an empty value. Such a member never causes decoding of the surrounding answer to fail.
///
///     var tool = ResponseTool.WebSearch()
///     tool.searchContextSize = .low
///     tool.json["new_option"] = true
public protocol JSONRecord: Codable, Sendable, Hashable {
    /// The members of the JSON object, in order.
    var json: JSONObject { get set }

    /// Creates a value from its members.
    init(json: JSONObject)
}

extension JSONRecord {
    /// Decodes an object. Throws `DecodingError.typeMismatch` for any other value.
    public init(from decoder: any Decoder) throws {
        guard case .object(let object) = try JSONValue(from: decoder) else {
            throw DecodingError.typeMismatch(
                [String: Any].self,
                .init(codingPath: decoder.codingPath, debugDescription: "Expected an object.")
            )
        }
        self.init(json: object)
    }

    /// Encodes the members, in order.
    public func encode(to encoder: any Encoder) throws {
        try JSONValue.object(json).encode(to: encoder)
    }

    /// Accesses a member as a typed value. The value is `nil` for a member that is absent, null or of an unexpected
    /// type. Setting `nil` removes the member.
    public subscript<Value: Codable>(_ key: String, as type: Value.Type = Value.self) -> Value? {
        get { json[key].flatMap { JSONValue.read($0, as: type) } }
        set {
            if let newValue {
                json[key] = JSONValue(encoding: newValue)
            } else {
                json[key] = nil
            }
        }
    }

    /// Accesses a member that can be null. The value is `nil` for a member that is absent or of an unexpected type.
    /// Setting `nil` removes the member.
    subscript<Value: Codable>(nullable key: String, as type: Value.Type = Value.self) -> Nullable<Value>? {
        get { json[key].flatMap { $0.isNull ? .null : self[key, as: type].map { .value($0) } } }
        set {
            switch newValue {
            case .value(let value)?: self[key] = value
            case .null?: json[key] = .null
            case nil: json[key] = nil
            }
        }
    }

    /// Returns the array elements that can be decoded as the given type, or an empty array if the member is not an
    /// array.
    func elements<Element: Decodable>(_ key: String, of type: Element.Type = Element.self) -> [Element] {
        json[key]?.readableElements(type) ?? []
    }

    /// Returns the value of a member, or an empty string if the value is not a string.
    func string(_ key: String) -> String {
        json[key]?.stringValue ?? ""
    }
}

extension JSONValue {
    fileprivate static func read<Value: Decodable>(_ value: JSONValue, as type: Value.Type) -> Value? {
        if Value.self == JSONValue.self { return value as? Value }
        if value.isNull { return nil }
        if Value.self == String.self { return value.stringValue as? Value }
        return try? JSONBodyDecoder.decode(type, from: value)
    }

    /// Creates a JSON value from an encodable value. Returns `nil` if JSON cannot represent the value, for example
    /// because the value contains an infinite number.
    init?(encoding value: some Encodable) {
        switch value {
        case let value as JSONValue: self = value
        case let value as String: self = .string(value)
        case let value as Bool: self = .bool(value)
        case let value as Int: self = .integer(Int64(value))
        case let value as any JSONRecord: self = .object(value.json)
        default:
            guard let bytes = try? JSONBodyEncoder.encode(value), let json = try? JSONValue(parsing: bytes) else {
                return nil
            }
            self = json
        }
    }
}
