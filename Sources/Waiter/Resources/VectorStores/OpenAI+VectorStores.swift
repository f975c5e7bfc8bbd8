extension OpenAI {
    /// The `/vector_stores` endpoints, which index and search files.
    public struct VectorStores: Sendable {
        let client: OpenAI

        /// The files in vector stores.
        public var files: Files { Files(client: client) }

        /// Batches of files that are added to vector stores together.
        public var fileBatches: FileBatches { FileBatches(client: client) }

        /// Creates a vector store.
        ///
        ///     let store = try await client.vectorStores.create(.init(name: "Handbook", fileIDs: [file.id]))
        ///     try await client.vectorStores.wait(for: store.id)
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func create(
            _ request: VectorStoreRequest = VectorStoreRequest(),
            options: RequestOptions = RequestOptions()
        ) async throws -> VectorStore {
            try await client.send(.vectorStore(request), options: options).value
        }

        /// Returns a vector store.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the store does not exist, or `CancellationError` if the
        ///   task is cancelled.
        public func retrieve(_ id: String, options: RequestOptions = RequestOptions()) async throws -> VectorStore {
            try await client.send(.vectorStore(id), options: options).value
        }

        /// Changes the name, expiration or metadata of a vector store.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the store does not exist, or `CancellationError` if the
        ///   task is cancelled.
        @discardableResult
        public func update(
            _ id: String,
            _ update: VectorStoreUpdate,
            options: RequestOptions = RequestOptions()
        ) async throws -> VectorStore {
            try await client.send(.vectorStoreUpdate(id, update), options: options).value
        }

        /// Returns a page of vector stores, newest first by default.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func list(
            _ query: VectorStoreListQuery = VectorStoreListQuery(),
            options: RequestOptions = RequestOptions()
        ) async throws -> ListPage<VectorStore> {
            try await client.send(.vectorStoreList(query), options: options).value
        }

        /// Returns all vector stores. Pages are requested as they are needed.
        ///
        ///     for try await store in client.vectorStores.all() { print(store.name, store.fileCounts.completed) }
        ///
        /// - Parameters:
        ///   - query: The query for the first page.
        ///   - options: The options for each request.
        /// - Returns: A sequence of the vector stores. Its `pages` property is a sequence of the pages.
        public func all(
            _ query: VectorStoreListQuery = VectorStoreListQuery(),
            options: RequestOptions = RequestOptions()
        ) -> ListSequence<ListPage<VectorStore>> {
            ListSequence { after in
                var query = query
                query.after = after ?? query.after
                return try await list(query, options: options)
            }
        }

        /// Deletes a vector store. The files in the store are not deleted.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the store does not exist, or `CancellationError` if the
        ///   task is cancelled.
        @discardableResult
        public func delete(
            _ id: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> VectorStoreDeletion {
            try await client.send(.vectorStoreDeletion(id), options: options).value
        }

        /// Searches the files in a vector store and returns the chunks that are most similar to the given text.
        ///
        ///     for result in try await client.vectorStores.search(store.id, .init("days of leave")) {
        ///         print(result.score, result.filename, result.text)
        ///     }
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the store does not exist, or `CancellationError` if the
        ///   task is cancelled.
        public func search(
            _ id: String,
            _ request: VectorStoreSearchRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> VectorStoreSearchResults {
            try await client.send(.vectorStoreSearch(request, in: id), options: options).value
        }

        /// Waits until every file in a vector store has been indexed or has failed.
        ///
        /// - Parameters:
        ///   - id: The ID of the store.
        ///   - policy: The polling intervals and the deadline.
        ///   - options: The options for each request.
        ///   - onProgress: A closure called with the store after each request.
        /// - Returns: The store, whose `fileCounts.failed` is the number of files that could not be indexed.
        /// - Throws: `OpenAIError`, with code `.timeout` if the policy's deadline passes, or `CancellationError` if the
        ///   task is cancelled.
        @discardableResult
        nonisolated(nonsending) public func wait(
            for id: String,
            policy: PollingPolicy = PollingPolicy(),
            options: RequestOptions = RequestOptions(),
            onProgress: (VectorStore) -> Void = { _ in }
        ) async throws -> VectorStore {
            try await client.poll(policy, "vector store \(id)") {
                try await retrieve(id, options: options)
            } isFinished: { store in
                onProgress(store)
                return store.status != .inProgress && store.fileCounts.inProgress == 0
            }
        }
    }

    /// The vector stores endpoints.
    public var vectorStores: VectorStores { VectorStores(client: self) }
}
