internal import Waiter
internal import WaiterModels
internal import WaiterPlatform

/// A collector that distributes claimed rows among parts by endpoint and model, within the limits of a batch.
struct BatchCollector {
    /// A part whose rows are being collected.
    struct Group {
        var part: BulkPart
        let file: BatchFile
        var lines = 0
        var bytes = 0
        var inputs = 0
        /// The total maximum cost of the rows, in 10^-12 dollars. The amount is zero if no budget applies.
        var reserved: Int64 = 0
        /// Whether one of the ledger's hard budgets applies to the part.
        let isLimited: Bool
        let first: BulkRow
    }

    private struct Key: Hashable {
        var path: String
        var model: String
    }

    let work: BulkWork
    let limits: BatchFile.Limits
    let directory: String
    /// A closure that returns the maximum cost of a row for which nothing has been reserved.
    var maxCost: (BulkRow) throws -> Dollars = { _ in .zero }
    /// A closure that returns whether one of the ledger's hard budgets applies to a row. If so, the budget applies to
    /// all rows with the same model.
    var isLimited: (BulkRow) throws -> Bool = { _ in false }
    private var groups: [Key: Group] = [:]

    init(work: BulkWork, limits: BatchFile.Limits, directory: String) {
        (self.work, self.limits, self.directory) = (work, limits, directory)
    }

    /// Adds rows and returns the groups that are full.
    ///
    /// - Throws: Errors from the queue, or `FileSystemError`.
    mutating func add(_ rows: [BulkRow]) async throws -> [Group] {
        var full: [Group] = []
        for (key, rows) in Dictionary(grouping: rows, by: { Key(path: $0.path, model: Self.model($0)) }) {
            var pending: [BulkRow] = []
            for row in rows {
                let inputs = Self.inputs(row)
                if let group = groups[key], isFull(group, with: row, inputs) {
                    try await store(pending, in: group)
                    full.append(group)
                    (groups[key], pending) = (nil, [])
                }
                if groups[key] == nil { groups[key] = try await start(key, row) }
                guard var group = groups[key] else { continue }
                group.lines += 1
                group.bytes += row.body.count + row.customID.utf8.count + 128
                group.inputs += inputs
                if let most = try row.reserved ?? (group.isLimited ? maxCost(row) : nil) {
                    group.reserved = group.reserved.addingReportingOverflow(most.picodollars).partialValue
                }
                groups[key] = group
                pending.append(row)
            }
            if let group = groups[key] { try await store(pending, in: group) }
        }
        return full
    }

    private func store(_ rows: [BulkRow], in group: Group) async throws {
        guard !rows.isEmpty else { return }
        try group.file.append(rows)
        try await work.parts.move(rows, to: group.part)
    }

    /// Removes and returns all groups.
    mutating func finish() -> [Group] {
        defer { groups = [:] }
        return groups.values.sorted { $0.part.number < $1.part.number }
    }

    private func start(_ key: Key, _ row: BulkRow) async throws -> Group {
        let part = try await work.parts.add(path: key.path, model: key.model)
        let file = try BatchFile(in: directory, part: part, key: work.run.key)
        return Group(part: part, file: file, isLimited: try isLimited(row), first: row)
    }

    private func isFull(_ group: Group, with row: BulkRow, _ inputs: Int) -> Bool {
        group.lines >= limits.lines || group.bytes + row.body.count > limits.bytes
            || group.inputs + inputs > limits.embeddingInputs
    }

    private static func model(_ row: BulkRow) -> String {
        (try? JSONValue(parsing: row.body))?["model"]?.stringValue ?? ""
    }

    /// Returns the number of inputs in an embedding request, or 0 for other endpoints.
    private static func inputs(_ row: BulkRow) -> Int {
        guard row.path == "/v1/embeddings" else { return 0 }
        return (try? JSONValue(parsing: row.body))?["input"]?.arrayValue?.count ?? 1
    }
}
