package import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Reads the JSON5 that people write by hand: comments, trailing commas and bare keys are allowed.
package enum ConfigSyntax {
    /// The value that the bytes hold.
    ///
    /// - Parameters:
    ///   - what: What the bytes are, for the message, such as `the config file`.
    ///   - lineOffset: How many lines of the file come before the bytes.
    /// - Throws: `CommandFailure` that names the file, and line and column of the mistake.
    package static func parse(
        _ bytes: [UInt8],
        what: String,
        path: String,
        lineOffset: Int = 0
    ) throws -> JSONValue {
        if let offset = UTF8Check.firstInvalidByte(in: bytes) {
            let line = bytes[..<offset].count { $0 == 0x0A } + 1 + lineOffset
            throw CommandFailure.usage("\(what) is not UTF-8 (\(path), line \(line))")
        }
        let decoder = JSONDecoder()
        decoder.allowsJSON5 = true
        do {
            return try decoder.decode(JSONValue.self, from: Data(bytes))
        } catch {
            let place = place(of: bytes).map { ", line \($0.line + lineOffset), column \($0.column)" } ?? ""
            throw CommandFailure.usage("\(what) is no valid JSON5 (\(path)\(place))")
        }
    }

    /// Line and column, from 1, of the first mistake; nil when there is none.
    package static func place(of bytes: [UInt8]) -> (line: Int, column: Int)? {
        guard let offset = JSON5Syntax.firstMistake(in: bytes) else { return nil }
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = String(decoding: before[lineStart...], as: UTF8.self).count + 1
        return (before.count { $0 == 0x0A } + 1, column)
    }
}
