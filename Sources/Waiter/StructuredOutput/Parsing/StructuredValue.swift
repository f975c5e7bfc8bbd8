#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Decodes values written by models, such as answers and tool arguments.
///
/// Unlike the bodies of API responses, these values can contain dates in any format that `StructuredDate` supports, and
/// decimals that are encoded as strings.
package enum StructuredValue {
    /// Decodes a value.
    ///
    /// - Throws: `DecodingError`, or any error thrown by the type's own `init(from:)`.
    package static func decode<Value: Decodable>(
        _ value: JSONValue,
        as type: Value.Type = Value.self
    ) throws -> Value {
        try JSONBodyDecoder.decode(type, from: value, rules: rules(nil))
    }

    /// Decodes a value. Decimals are decoded from the value's source text with full precision.
    ///
    /// - Parameters:
    ///   - value: The value to decode.
    ///   - text: The JSON text of the document that contains the value. The text is needed only for decimals.
    ///   - member: The name of the member to decode, or `nil` for the whole document.
    ///   - type: The type to decode.
    /// - Returns: The decoded value.
    /// - Throws: `DecodingError`, or any error thrown by the type's own `init(from:)`.
    package static func decode<Value: Decodable>(
        _ value: JSONValue,
        text: @autoclosure @escaping @Sendable () -> [UInt8],
        member: String? = nil,
        as type: Value.Type = Value.self
    ) throws -> Value {
        try JSONBodyDecoder.decode(type, from: value, rules: rules(ExactDecimals(text, member: member)))
    }

    private static func rules(_ exact: ExactDecimals?) -> JSONScalarRules {
        JSONScalarRules(date: StructuredDate.date) { value, path in
            if case .string(let text) = value { return decimal(text) }
            return exact?.decimal(at: path)
        }
    }

    /// Parses the entire text as a decimal. Unlike `Decimal(string:)`, this method rejects trailing characters.
    private static func decimal(_ text: String) -> Decimal? {
        guard let value = try? JSONValue(jsonText: text), value.doubleValue != nil else { return nil }
        return Decimal(string: text)
    }
}

extension JSONValue {
    /// Decodes the value as the given type.
    ///
    ///     let draft = try value.decode(as: Draft.self)
    ///
    /// A date can be a string in RFC 3339 format, in which the time and the offset are optional. It can also be a
    /// number of seconds since 1970.
    ///
    /// - Throws: `DecodingError`, or any error thrown by the type's own `init(from:)`.
    public func decode<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try StructuredValue.decode(self, as: type)
    }
}
