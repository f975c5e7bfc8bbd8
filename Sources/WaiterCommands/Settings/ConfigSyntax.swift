package import Waiter

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Parses hand-written JSON5, which allows comments, trailing commas and unquoted keys.
package enum ConfigSyntax {
    /// Parses a JSON5 document.
    ///
    /// - Parameters:
    ///   - bytes: The document.
    ///   - what: The description of the document for error messages, such as `the config file`.
    ///   - path: The path of the file.
    ///   - lineOffset: The number of lines in the file before the document.
    /// - Returns: The parsed value.
    /// - Throws: `CommandFailure` with the file, line and column of the error.
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
            throw CommandFailure.usage("\(what) is not valid JSON5 (\(path)\(place))")
        }
    }

    /// Returns the line and column of the first syntax error, or `nil` if the syntax is correct. Lines and columns are
    /// numbered from 1.
    package static func place(of bytes: [UInt8]) -> (line: Int, column: Int)? {
        guard let offset = JSON5Syntax.firstMistake(in: bytes) else { return nil }
        let before = bytes[..<offset]
        let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let column = String(decoding: before[lineStart...], as: UTF8.self).count + 1
        return (before.count { $0 == 0x0A } + 1, column)
    }
}
