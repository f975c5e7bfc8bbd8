package import Waiter
internal import WaiterTerminal

/// A detected key, without its value.
package struct KeyFinding: Sendable, Hashable {
    package var path: String
    /// The line number, starting at 1.
    package var line: Int
    /// The byte offset in the line, starting at 1.
    package var column: Int
    package var kind: String
    /// The key, masked except for at most its last four characters.
    package var masked: String

    package init(path: String, line: Int, column: Int, kind: String, masked: String) {
        self.path = path
        self.line = line
        self.column = column
        self.kind = kind
        self.masked = masked
    }

    /// Returns the keys in the text, except for keys that are marked as allowed.
    ///
    /// - Parameters:
    ///   - text: The text to scan.
    ///   - path: The path to report as the location of the text.
    /// - Returns: The findings, in the order in which they occur in the text.
    package static func all(in text: UnsafeBufferPointer<UInt8>, path: String) -> [KeyFinding] {
        var findings: [KeyFinding] = []
        var lines = LineCounter(text)
        KeyScanner.standard.scan(text) { match in
            let place = lines.place(of: match.range.lowerBound)
            guard !AllowComment.covers(match.range, in: text) else { return }
            findings.append(
                KeyFinding(
                    path: path,
                    line: place.line,
                    column: place.column,
                    kind: match.kind,
                    masked: match.masked(in: text)
                )
            )
        }
        return findings
    }

    /// The finding as a line in the `file:line:` format that editors understand.
    package var text: String {
        TerminalText.line("\(path):\(line): \(kind) \(masked)")
    }

    package var json: JSONValue {
        [
            "path": .string(path), "line": .integer(Int64(line)), "column": .integer(Int64(column)),
            "kind": .string(kind), "masked": .string(masked),
        ]
    }
}
