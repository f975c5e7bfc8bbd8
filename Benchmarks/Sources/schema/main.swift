// Derives the schemas of types. Measures how long this takes, or prints the schemas for schema/round_trip.py.
//     schema [--rounds 5]     measures
//     schema --print          prints a line of JSON for each type: name, schema, and a value
//     schema --read           reads lines with name and value, and prints the decoded values

import Foundation
import Measuring
import Waiter

if CommandLine.arguments.contains("--print") {
    for sample in Sample.all {
        let line: JSONValue = [
            "name": .string(sample.name), "schema": try sample.schema().value,
            "value": try JSONValue(jsonText: String(decoding: sample.json(), as: UTF8.self)),
        ]
        print(line.jsonText)
    }
} else if CommandLine.arguments.contains("--read") {
    while let line = readLine() {
        let value = try JSONValue(jsonText: line)
        guard let sample = Sample.all.first(where: { $0.name == value["name"]?.stringValue }), let json = value["value"]
        else { continue }
        print(String(decoding: try sample.roundTrip(json), as: UTF8.self))
    }
} else {
    // The first derivation in a process includes loading and caching that happen only once.
    let clock = ContinuousClock()
    let first = try clock.measure { _ = try JSONSchema(of: Twenty.self) }
    report("schema.first.us", first / .microseconds(1))
    let again = try clock.measure { for _ in 0..<10_000 { _ = try JSONSchema(of: Twenty.self) } }
    report("schema.cached.us", again / .microseconds(1) / 10_000)
    // These types have the same shape, but their schemas have not been derived before.
    var fresh: [Double] = []
    fresh.append(try microsecondsToDerive(TwentyFields<Int>.self))
    fresh.append(try microsecondsToDerive(TwentyFields<Double>.self))
    fresh.append(try microsecondsToDerive(TwentyFields<String>.self))
    fresh.append(try microsecondsToDerive(TwentyFields<Bool>.self))
    fresh.append(try microsecondsToDerive(TwentyFields<Int8>.self))
    fresh.append(try microsecondsToDerive(TwentyFields<UInt16>.self))
    fresh.append(try microsecondsToDerive(TwentyFields<Address>.self))
    report("schema.warm.us", median(fresh))
}

struct TwentyFields<Content: Decodable>: Decodable {
    var a1: String, a2: String, a3: String, a4: String, a5: String
    var b1: Int, b2: Int, b3: Int, b4: Int, b5: Int
    var c1: Double, c2: Double, c3: Content, c4: String?, c5: Int?
    var d1: Bool, d2: Bool, d3: [String], d4: [Int], d5: Content
}

func microsecondsToDerive<Value: Decodable>(_ type: Value.Type) throws -> Double {
    try ContinuousClock().measure { _ = try JSONSchema(of: Value.self) } / .microseconds(1)
}
