/// The rows of the fault matrix.
public enum FaultTable {
    /// All rows, in the order of the page.
    public static let rows: [Fault] =
        group("Connections", connections) + group("Statuses", statuses) + group("Waits between attempts", waits)
        + group("Bodies", bodies) + group("Text and JSON", texts) + group("Streams", streams)
        + group("What servers do to chunks", chunks)
        + group("Answers that are none, and answers in other forms", answers) + group("Redirects", redirects)
        + group("Many calls, and calls given up", calls)

    private static func group(_ name: String, _ rows: [Fault]) -> [Fault] {
        rows.map { row in
            var row = row
            row.group = name
            return row
        }
    }
}
