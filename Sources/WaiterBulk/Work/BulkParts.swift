/// The parts of a run, for engines that send multiple rows together.
public struct BulkParts: Sendable {
    let queue: any BulkQueue
    let run: String

    /// Returns the unfinished parts.
    public func all() async throws -> [BulkPart] { try await queue.parts(of: run) }

    /// Adds an empty part.
    public func add(path: String, model: String) async throws -> BulkPart {
        try await queue.addPart(to: run, path: path, model: model)
    }

    /// Moves claimed rows to a part.
    public func move(_ rows: [BulkRow], to part: BulkPart) async throws {
        try await queue.move(rows.map(\.id), to: part, of: run)
    }

    /// Stores the state of a part.
    public func update(_ part: BulkPart) async throws { try await queue.update(part, of: run) }

    /// Returns the rows in a part that have one of the given IDs and do not have a result yet.
    public func rows(named customIDs: [String], in part: BulkPart) async throws -> [BulkRow] {
        try await queue.rows(named: customIDs, in: part, of: run)
    }

    /// Removes a part. Its rows without a result return to `waiting`. Returns the number of these rows.
    @discardableResult
    public func remove(_ part: BulkPart, isAttempt: Bool) async throws -> Int {
        try await queue.removePart(part, of: run, isAttempt: isAttempt)
    }
}
