internal import WaiterTerminal

/// The keys that were found in content that is about to be sent.
struct OutgoingKeys {
    private static let shownKeys = 3

    private var findings: [KeyFinding] = []

    /// Scans text for keys.
    mutating func scan(_ text: String, named name: String) {
        var text = text
        text.withUTF8 { findings += KeyFinding.all(in: $0, path: name) }
    }

    /// The warnings about the keys, or an empty array if no keys were found.
    var warnings: [String] {
        guard !findings.isEmpty else { return [] }
        var lines = findings.prefix(Self.shownKeys).map { finding in
            TerminalText.line(
                "waiter: warning: about to send a key: \(finding.path), line \(finding.line) "
                    + "(\(finding.kind) \(finding.masked))"
            )
        }
        let more = findings.count - lines.count
        if more > 0 {
            lines.append("waiter: warning: about to send \(more) more keys; find them with: waiter keys scan")
        }
        return lines
    }
}
