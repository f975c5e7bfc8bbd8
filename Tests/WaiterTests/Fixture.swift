import Foundation
import Testing
import Waiter

/// Test data: JSON files of the folder Fixtures, and literal values.
enum Fixture {
    /// The bytes of a file in Fixtures, named without `.json`.
    static func bytes(_ name: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
        return [UInt8](try Data(contentsOf: url))
    }

    /// A file in Fixtures as JSON.
    static func json(_ name: String) throws -> JSONValue { try JSONValue(parsing: bytes(name)) }

    /// Returns a file in Fixtures as a value, decoded like the client does.
    static func value<T: Decodable>(_ type: T.Type, _ name: String) throws -> T {
        try JSONBodyDecoder.decode(type, from: bytes(name))
    }
}

/// Returns a value from JSON text, decoded like the client does.
func decoded<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
    try JSONBodyDecoder.decode(type, from: [UInt8](text.utf8))
}

/// Returns the JSON text of a value, encoded like the client does.
func encoded(_ value: some Encodable) throws -> String {
    String(decoding: try JSONBodyEncoder.encode(value), as: UTF8.self)
}

/// Returns a value after a round trip.
func roundTrip<T: Codable>(_ value: T) throws -> T {
    try JSONBodyDecoder.decode(T.self, from: JSONBodyEncoder.encode(value))
}
