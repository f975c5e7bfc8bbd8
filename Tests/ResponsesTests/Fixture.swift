import Foundation
import Testing
import Waiter

/// Test data: the examples of OpenAI's API description, and literal values.
enum Fixture {
    /// The examples, by the kind of their type.
    static func examples(_ kind: String) throws -> [JSONValue] {
        let url = try #require(
            Bundle.module.url(forResource: "spec-examples", withExtension: "json", subdirectory: "Fixtures")
        )
        let all = try JSONValue(parsing: [UInt8](try Data(contentsOf: url)))
        return try #require(all[kind]?.arrayValue)
    }

    /// A stream that llama.cpp's server sent for a request with `max_output_tokens` 6.
    static var llamaStream: String {
        get throws {
            let url = try #require(
                Bundle.module.url(forResource: "llama.cpp-stream", withExtension: "txt", subdirectory: "Fixtures")
            )
            return try String(contentsOf: url, encoding: .utf8)
        }
    }
}

/// Returns a value from JSON text, decoded like the client does.
func decoded<T: Decodable>(_ type: T.Type = T.self, _ text: String) throws -> T {
    try JSONBodyDecoder.decode(type, from: [UInt8](text.utf8))
}

/// Returns the JSON of a value, encoded like the client does.
func json(_ value: some Encodable) throws -> JSONValue {
    try JSONValue(parsing: JSONBodyEncoder.encode(value))
}

/// Returns the event in JSON text.
func event(_ text: String) throws -> ResponseStreamEvent { try decoded(ResponseStreamEvent.self, text) }

/// Returns the response of events, given as lines of JSON.
func accumulated(_ lines: String) throws -> ResponseAccumulator {
    var accumulator = ResponseAccumulator()
    for line in lines.split(separator: "\n") { accumulator.append(try event(String(line))) }
    return accumulator
}

extension JSONValue {
    /// The value without what has no meaning: the fraction `.0`, padding and empty log probabilities.
    var meaning: JSONValue {
        switch self {
        case .number(let number): Int64(exactly: number).map { .integer($0) } ?? self
        case .array(let elements): .array(elements.map(\.meaning))
        case .object(let object):
            .object(
                JSONObject(
                    object.compactMap { key, value in
                        key == "obfuscation" || key == "logprobs" && value == [] ? nil : (key, value.meaning)
                    }
                )
            )
        default: self
        }
    }
}

/// Waits for a condition in another task.
func eventually(_ condition: () -> Bool) async {
    while !condition(), !Task.isCancelled { await Task.yield() }
}
