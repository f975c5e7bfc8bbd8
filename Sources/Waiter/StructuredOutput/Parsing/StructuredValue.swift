#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Decodes values that models write, such as answers and the arguments of tools.
///
/// Beyond the decoding of responses, dates are read in every form of `StructuredDate`, and decimals also from strings.
package enum StructuredValue {
    /// Decodes a value.
    ///
    /// - Throws: `DecodingError`, or an error of the type's own `init(from:)`.
    package static func decode<Value: Decodable>(
        _ value: JSONValue,
        as type: Value.Type = Value.self
    ) throws -> Value {
        try JSONBodyDecoder.decode(type, from: value, rules: rules(nil))
    }

    /// Decodes a value whose text is known, so that decimals have all of their digits.
    ///
    /// - Parameters:
    ///   - value: The value to decode.
    ///   - text: The JSON text of the document that the value is part of.
    ///   - member: The member of the document that is decoded; `nil` for the whole document.
    ///   - type: The type to decode.
    /// - Returns: The decoded value.
    /// - Throws: `DecodingError`, or an error of the type's own `init(from:)`.
    package static func decode<Value: Decodable>(
        _ value: JSONValue,
        text: [UInt8],
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

    /// Returns the decimal that is all of a text; `Decimal(string:)` ignores what follows it.
    private static func decimal(_ text: String) -> Decimal? {
        guard let value = try? JSONValue(jsonText: text), value.doubleValue != nil else { return nil }
        return Decimal(string: text)
    }
}

extension JSONValue {
    /// Decodes a type from the value, with dates in every form that servers and models write.
    ///
    ///     let draft = try value.decode(as: Draft.self)
    ///
    /// Dates are read from RFC 3339 text, also without a time or an offset, and from seconds since 1970.
    ///
    /// - Throws: `DecodingError`, or an error of the type's own `init(from:)`.
    public func decode<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try StructuredValue.decode(self, as: type)
    }
}
