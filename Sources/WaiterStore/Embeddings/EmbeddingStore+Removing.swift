extension EmbeddingStore {
    /// Removes texts from a collection. The collection retains its model and dimensions even if no texts remain.
    ///
    /// Neither the texts nor their vectors remain in the file. Any texts and labels that the collection does not
    /// contain are ignored.
    ///
    /// - Parameters:
    ///   - texts: The texts to remove, regardless of their labels.
    ///   - labels: The labels of additional texts to remove.
    ///   - name: The name of the collection.
    /// - Returns: The number of texts removed.
    /// - Throws: `StoreError`, or `CancellationError` if the task is cancelled. The `StoreError` has code
    ///   `.unknownCollection` if there is no such collection, in which case nothing is removed.
    @discardableResult
    public func remove(texts: [String] = [], labels: [String] = [], from name: String) async throws -> Int {
        try await database.perform {
            try erasing { connection in
                let table = EmbeddingTable(connection: connection)
                let collection = try found(name, connection).row
                var rows: Set<Int64> = []
                for text in texts { rows.formUnion(try table.rows(text: text, in: collection)) }
                for label in labels { rows.formUnion(try table.rows(label: label, in: collection)) }
                try table.remove(rows, from: collection)
                return rows.count
            }
        }
    }

    /// Returns the given texts and labels that are not in a collection.
    ///
    /// - Throws: `StoreError`, or `CancellationError` if the task is cancelled.
    package func missing(
        texts: [String],
        labels: [String],
        in name: String
    ) async throws -> (texts: [String], labels: [String]) {
        try await database.perform {
            try database.read { connection in
                let table = EmbeddingTable(connection: connection)
                let collection = try found(name, connection).row
                return (
                    try texts.filter { try table.rows(text: $0, in: collection).isEmpty },
                    try labels.filter { try table.rows(label: $0, in: collection).isEmpty }
                )
            }
        }
    }
}
