public import Waiter

extension EmbeddingStore {
    /// The result of embedding texts into a collection.
    public struct Outcome: Sendable, Hashable {
        /// The number of texts added to the collection.
        public var added = 0
        /// The number of distinct texts sent to the server. The vectors of all other texts were already stored.
        public var sent = 0
    }

    /// Embeds texts and adds them to a collection.
    ///
    ///     let entries = paths.map { EmbeddingStore.Entry(text(of: $0), label: $0) }
    ///     try await store.embed(entries, in: "notes", with: client, model: "text-embedding-3-small")
    ///
    /// A text that is stored in any collection with the same profile, model and dimensions is not sent again. Vectors
    /// are stored as each response arrives. You can therefore repeat a call that failed, was cancelled, or ended in a
    /// crash. The repeated call continues where the previous call stopped.
    ///
    /// - Parameters:
    ///   - entries: The texts.
    ///   - name: The name of the collection. The collection is created when the first vector is stored.
    ///   - client: The client that sends the requests.
    ///   - model: The model.
    ///   - dimensions: The number of dimensions to request. If this is `nil`, the number requested for the collection
    ///     is used, or the model's default if there is no such number.
    ///   - profile: A name for the server, or `nil` for no name. The name is stored if the collection is new.
    ///   - batching: The maximum size of a request, and the number of concurrent requests.
    ///   - options: The options of each request.
    ///   - onProgress: A closure that receives the number of texts stored so far and the total number of texts.
    /// - Returns: The number of texts added and the number of texts sent.
    /// - Throws: `StoreError`, `OpenAIError`, or `CancellationError` if the task is cancelled. If the vectors in the
    ///   collection are from a different model or have different dimensions, the `StoreError` has code
    ///   `.vectorMismatch`, and is thrown before anything is sent.
    @discardableResult
    public func embed(
        _ entries: [Entry],
        in name: String,
        with client: OpenAI,
        model: String,
        dimensions: Int? = nil,
        profile: String? = nil,
        batching: EmbeddingBatching = EmbeddingBatching(),
        options: RequestOptions = RequestOptions(),
        onProgress: (_ completed: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> Outcome {
        let terms = EmbeddingTable.Terms(name: name, model: model, dimensions: dimensions, profile: profile)
        let collection = try await database.perform {
            try database.read { try EmbeddingTable(connection: $0).collection(terms)?.collection }
        }
        var (outcome, missing) = (Outcome(), [Int]())
        for start in stride(from: 0, to: entries.count, by: 1000) {
            let part = entries[start..<min(start + 1000, entries.count)]
            let known = try await database.perform { try addKnown(part, terms) }
            outcome.added += known.added
            missing += known.missing
        }
        // Equal texts are sent only once.
        let byText = Dictionary(grouping: missing) { entries[$0].text }
        let texts = missing.filter { byText[entries[$0].text]?.first == $0 }.map { entries[$0].text }
        var request = EmbeddingRequest(model: model, input: .texts(texts))
        request.dimensions = dimensions ?? collection?.requestedDimensions
        var completed = entries.count - missing.count
        onProgress(completed, entries.count)
        try await client.embeddings.createBatches(request, batching: batching, options: options) { range, response in
            var (batch, vectors) = ([Entry](), [[Float]]())
            for embedding in response {
                for index in byText[texts[embedding.index]] ?? [] {
                    batch.append(entries[index])
                    vectors.append(embedding.vector)
                }
            }
            outcome.added += try await database.perform { [batch, vectors] in try add(batch, vectors, terms) }
            outcome.sent += range.count
            completed += batch.count
            onProgress(completed, entries.count)
        }
        return outcome
    }

    /// Returns the distinct texts that `embed` would send, in their original order. The store is not changed.
    ///
    /// - Throws: `StoreError`, or `CancellationError` if the task is cancelled. The `StoreError` has code
    ///   `.vectorMismatch` under the same conditions as for `embed`.
    package func unknownTexts(
        of entries: [Entry],
        in name: String,
        model: String,
        dimensions: Int?,
        profile: String?
    ) async throws -> [String] {
        let terms = EmbeddingTable.Terms(name: name, model: model, dimensions: dimensions, profile: profile)
        var seen: Set<String> = []
        var unknown: [String] = []
        for start in stride(from: 0, to: entries.count, by: 1000) {
            let part = entries[start..<min(start + 1000, entries.count)].map(\.text).filter { seen.insert($0).inserted }
            unknown += try await database.perform {
                try database.read { connection in
                    let table = EmbeddingTable(connection: connection)
                    let collection = try table.collection(terms)?.collection
                    return try part.filter { try table.vector(of: $0, terms, like: collection) == nil }
                }
            }
        }
        return unknown
    }
}
