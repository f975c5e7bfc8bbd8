import Foundation
import Testing
import Waiter

/// What tests read: JSON files of the folder Fixtures, and values that are written in the test.
enum Fixture {
    /// The bytes of a file in Fixtures, named without `.json`.
    static func bytes(_ name: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Fixtures"))
        return [UInt8](try Data(contentsOf: url))
    }

    /// A file in Fixtures as JSON.
    static func json(_ name: String) throws -> JSONValue { try JSONValue(parsing: bytes(name)) }

    /// A file in Fixtures as a value, read as the client reads it.
    static func value<T: Decodable>(_ type: T.Type, _ name: String) throws -> T {
        try JSONBodyDecoder.decode(type, from: bytes(name))
    }
}

/// Reads a value from JSON text as the client reads it.
func decoded<T: Decodable>(_ type: T.Type, _ text: String) throws -> T {
    try JSONBodyDecoder.decode(type, from: [UInt8](text.utf8))
}

/// The JSON text of a value as the client writes it.
func encoded(_ value: some Encodable) throws -> String {
    String(decoding: try JSONBodyEncoder.encode(value), as: UTF8.self)
}

/// What a value is after it was written and read again.
func roundTrip<T: Codable>(_ value: T) throws -> T {
    try JSONBodyDecoder.decode(T.self, from: JSONBodyEncoder.encode(value))
}
