package import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

/// What a scan has come to.
package struct ScanReport: Sendable {
    package var findings: [KeyFinding] = []
    package var files = 0
    package var bytes: Int64 = 0
    package var binaries = 0
    /// Paths that could not be read, or were too large.
    package var unread = 0

    package init() {}

    /// 1 when keys were found, else 2 when a path could not be read, else 0.
    package var status: ExitStatus {
        if !findings.isEmpty { return .failure }
        return unread > 0 ? .usage : .complete
    }

    /// The closing words.
    package var summary: String {
        var scanned = "\(Self.count(files, "file")) scanned (\(ByteCount.inWords(bytes)))"
        if binaries > 0 { scanned += ", \(binaries) binary skipped" }
        if unread > 0 { scanned += ", \(unread) not read" }
        if findings.isEmpty { return "no keys found: \(scanned)" }
        let places = Set(findings.map(\.path)).count
        return "\(Self.count(findings.count, "key")) in \(Self.count(places, "file")): \(scanned)\n"
            + "replace them at their providers; for one that is meant to be there put \(AllowComment.text) on its line"
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }

    package var json: JSONValue { .array(findings.map(\.json)) }
}
