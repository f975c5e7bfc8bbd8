#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Conversions of JSON values to Swift types, with the semantics of Foundation's decoder.
extension JSONValue {
    func decoded<T: Decodable>(as type: T.Type, at path: @autoclosure () -> JSONPath) throws -> T {
        if T.self == JSONValue.self, let value = self as? T { return value }
        if T.self == String.self, let text = try string(at: path()) as? T { return text }
        if T.self == Double.self, let number = try number(Double.self, at: path()) as? T { return number }
        if let value = try foundationValue(as: type, at: path()) { return value }
        return try T(from: JSONValueDecoder(value: self, path: path()))
    }

    /// Decodes the Foundation types for which Foundation's decoder has special rules.
    private func foundationValue<T>(as type: T.Type, at path: @autoclosure () -> JSONPath) throws -> T? {
        if T.self == URL.self {
            guard let url = URL(string: try string(at: path())) else { throw corrupted("not a valid URL", at: path()) }
            return url as? T
        }
        if T.self == Data.self {
            guard let data = Data(base64Encoded: try string(at: path())) else {
                throw corrupted("not valid base64", at: path())
            }
            return data as? T
        }
        if T.self == Date.self, let rules = path().rules {
            guard let date = rules.date(self) else { throw corrupted("not a valid date", at: path()) }
            return date as? T
        }
        if T.self == Decimal.self {
            if let decimal = path().rules.flatMap({ $0.decimal(self, path().codingPath) }) { return decimal as? T }
            if case .integer(let value) = self { return Decimal(value) as? T }
            // Convert the shortest decimal text instead of the binary value, because that text matches the document.
            guard let decimal = Decimal(string: try number(Double.self, at: path()).description) else {
                throw corrupted("too large", at: path())
            }
            return decimal as? T
        }
        return nil
    }

    func bool(at path: @autoclosure () -> JSONPath) throws -> Bool {
        guard case .bool(let value) = self else { throw mismatch(Bool.self, at: path()) }
        return value
    }

    func string(at path: @autoclosure () -> JSONPath) throws -> String {
        guard case .string(let value) = self else { throw mismatch(String.self, at: path()) }
        return value
    }

    func number<T: BinaryFloatingPoint>(_ type: T.Type, at path: @autoclosure () -> JSONPath) throws -> T {
        guard let value = doubleValue else { throw mismatch(type, at: path()) }
        let number = T(value)
        guard number.isFinite else { throw corrupted("too large for \(type)", at: path()) }
        return number
    }

    /// Returns the value as an integer. A number such as `12.0` is also accepted.
    func integer<T: FixedWidthInteger>(_ type: T.Type, at path: @autoclosure () -> JSONPath) throws -> T {
        let integer: T?
        switch self {
        case .integer(let value): integer = T(exactly: value)
        case .number(let value): integer = T(exactly: value)
        default: throw mismatch(type, at: path())
        }
        guard let integer else { throw corrupted("not representable as \(type)", at: path()) }
        return integer
    }

    func mismatch(_ type: Any.Type, at path: JSONPath) -> DecodingError {
        let kind =
            switch self {
            case .null: "null"
            case .bool: "a Boolean"
            case .integer, .number: "a number"
            case .string: "a string"
            case .array: "an array"
            case .object: "an object"
            }
        let context = DecodingError.Context(
            codingPath: path.codingPath,
            debugDescription: "Expected \(type) but found \(kind) instead."
        )
        return isNull ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    private func corrupted(_ complaint: String, at path: JSONPath) -> DecodingError {
        .dataCorrupted(.init(codingPath: path.codingPath, debugDescription: "The value is \(complaint)."))
    }
}
