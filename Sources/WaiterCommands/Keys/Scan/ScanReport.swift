package import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

/// The results of a scan.
package struct ScanReport: Sendable {
    package var findings: [KeyFinding] = []
    package var files = 0
    package var bytes: Int64 = 0
    package var binaries = 0
    /// The number of files that were too large or could not be read.
    package var unread = 0

    package init() {}

    /// The exit status. It is 1 if keys were found, 2 if no keys were found but a file was too large or could not be
    /// read, and 0 otherwise.
    package var status: ExitStatus {
        if !findings.isEmpty { return .failure }
        return unread > 0 ? .usage : .complete
    }

    /// The closing summary.
    package var summary: String {
        var scanned = "\(Self.count(files, "file")) scanned (\(ByteCount.formatted(bytes)))"
        if binaries > 0 { scanned += ", \(Self.count(binaries, "binary file")) skipped" }
        if unread > 0 { scanned += ", \(unread) not read" }
        if findings.isEmpty { return "no keys found: \(scanned)" }
        let places = Set(findings.map(\.path)).count
        return "\(Self.count(findings.count, "key")) in \(Self.count(places, "file")): \(scanned)\n"
            + "replace them at their providers; to allow an intentional key, add \(AllowComment.text) to its line"
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
    }

    package var json: JSONValue { .array(findings.map(\.json)) }
}
