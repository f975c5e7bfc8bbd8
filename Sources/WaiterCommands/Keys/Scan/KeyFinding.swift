package import Waiter
internal import WaiterTerminal

/// A key that was found, without the key.
package struct KeyFinding: Sendable, Hashable {
    package var path: String
    /// From 1.
    package var line: Int
    /// In bytes, from 1.
    package var column: Int
    package var kind: String
    /// At most the last four characters of the key.
    package var masked: String

    package init(path: String, line: Int, column: Int, kind: String, masked: String) {
        self.path = path
        self.line = line
        self.column = column
        self.kind = kind
        self.masked = masked
    }

    /// The keys in a text, but for those that its author has allowed.
    ///
    /// - Parameter path: What the findings call the text.
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

    /// The line for people and for editors that jump to places.
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
