public import Waiter

extension EmbeddingStore {
    /// A text found by a search.
    public struct Match: Sendable, Hashable {
        /// The text.
        public let text: String
        /// The label of the text, or `nil` if the text has no label.
        public let label: String?
        /// The cosine similarity, from -1 to 1.
        public let score: Float
    }

    /// Returns the texts in a collection that are most similar to the given text, sorted by descending similarity.
    ///
    /// If the vector of the text is not stored, the text is sent to the server, which generates the vector with the
    /// collection's model.
    ///
    /// - Parameters:
    ///   - text: The text for which to find similar texts.
    ///   - name: The name of the collection.
    ///   - count: The maximum number of matches.
    ///   - client: The client that sends the request.
    ///   - options: The options of the request.
    /// - Returns: The matches.
    /// - Throws: `StoreError`, `OpenAIError`, or `CancellationError` if the task is cancelled. The `StoreError` has
    ///   code `.unknownCollection` if there is no such collection.
    public func nearest(
        to text: String,
        in name: String,
        count: Int = 10,
        with client: OpenAI,
        options: RequestOptions = RequestOptions()
    ) async throws -> [Match] {
        let (collection, stored) = try await database.perform { try vector(of: text, in: name) }
        if let stored { return try await nearest(to: stored, in: name, count: count) }
        var request = EmbeddingRequest(model: collection.model, input: .text(text))
        request.dimensions = collection.requestedDimensions
        let response = try await client.embeddings.create(request, options: options)
        guard let vector = response.first?.vector else {
            throw OpenAIError(.invalidResponse, "the server returned no embedding")
        }
        return try await nearest(to: vector, in: name, count: count)
    }

    /// Finds the vectors in a collection that are most similar to the given vector, and returns their texts, sorted by
    /// descending similarity.
    ///
    /// The first pass compares 8-bit approximations of the vectors and selects at least 20 candidates for each match.
    /// The scores of the candidates are then computed exactly. A search of 100,000 vectors with 1,536 dimensions takes
    /// about 0.1 seconds.
    ///
    /// - Parameters:
    ///   - vector: The vector for which to find similar vectors.
    ///   - name: The name of the collection.
    ///   - count: The maximum number of matches.
    /// - Returns: The matches. If several texts are equally similar, the text added first comes first.
    /// - Throws: `StoreError`, or `CancellationError` if the task is cancelled. The `StoreError` has code
    ///   `.unknownCollection` if there is no such collection. It has code `.vectorMismatch` if the vector has a
    ///   different number of dimensions, is zero, or is not finite.
    public func nearest(to vector: [Float], in name: String, count: Int = 10) async throws -> [Match] {
        try await database.perform { try nearest(to: vector, in: name, count: count) }
    }

    package func nearest(to vector: [Float], in name: String, count: Int) throws -> [Match] {
        try database.read { connection in
            let (row, collection) = try found(name, connection)
            guard vector.count == collection.dimensions else {
                throw StoreError.mismatch(collection, "not with \(vector.count)")
            }
            guard let unit = VectorProduct.normalized(vector) else {
                throw StoreError(.vectorMismatch, "the vector has no direction: it is empty, zero, or not finite")
            }
            return try EmbeddingSearch(connection: connection, collection: row, query: unit, count: count).matches()
        }
    }

    /// Returns a collection and the vector of a text. The vector is `nil` if it is not stored for the collection's
    /// model and dimensions.
    private func vector(of text: String, in name: String) throws -> (Collection, [Float]?) {
        try database.read { connection in
            let collection = try found(name, connection).collection
            let terms = EmbeddingTable.Terms(name: name, model: collection.model)
            return (collection, try EmbeddingTable(connection: connection).vector(of: text, terms, like: collection))
        }
    }

    func found(_ name: String, _ connection: SQLiteConnection) throws -> (row: Int64, collection: Collection) {
        let table = EmbeddingTable(connection: connection)
        if let found = try table.collections(named: name).first { return found }
        throw StoreError.unknownCollection(name, among: try table.collections(named: nil).map(\.collection.name))
    }
}
