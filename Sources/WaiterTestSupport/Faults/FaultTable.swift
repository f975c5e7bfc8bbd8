/// The rows of the fault matrix.
public enum FaultTable {
    /// All rows, in the order in which `docs/faults.md` lists them.
    public static let rows: [Fault] =
        group("Connections", connections) + group("Status codes", statuses) + group("Retry delays", waits)
        + group("Response bodies", bodies) + group("Text and JSON", texts) + group("Streams", streams)
        + group("Chunk formats", chunks) + group("Responses API", responses)
        + group("Finish reasons, failed answers and other formats", answers) + group("Redirects", redirects)
        + group("Concurrent and cancelled calls", calls)

    private static func group(_ name: String, _ rows: [Fault]) -> [Fault] {
        rows.map { row in
            var row = row
            row.group = name
            return row
        }
    }
}
