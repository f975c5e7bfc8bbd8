#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Decodes response bodies, also those that Foundation's decoder gives up on.
///
/// Foundation refuses a whole document for one lone surrogate, one byte of invalid UTF-8, or an integer of twenty
/// digits. Such a document is read by our own parser, which repairs it, and then decoded.
package enum JSONBodyDecoder {
    private static let foundation = JSONDecoder()

    /// The value in the bytes; throws `JSONError` when they are no JSON, `DecodingError` when it has another shape.
    package static func decode<T: Decodable>(_ type: T.Type, from bytes: [UInt8]) throws -> T {
        if T.self == JSONValue.self, let value = try JSONValue(parsing: bytes) as? T { return value }
        do {
            return try foundation.decode(type, from: Data(bytes))
        } catch {
            return try foundation.decode(type, from: Data(JSONValue(parsing: bytes).jsonBytes))
        }
    }
}
