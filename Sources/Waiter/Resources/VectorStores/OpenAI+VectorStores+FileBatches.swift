extension OpenAI.VectorStores {
    /// The `/vector_stores/{id}/file_batches` endpoints.
    public struct FileBatches: Sendable {
        let client: OpenAI

        /// Adds up to 2,000 uploaded files to a vector store and returns before the files are indexed.
        ///
        ///     let batch = try await client.vectorStores.fileBatches.create(.init(fileIDs: ids), in: store.id)
        ///     let finished = try await client.vectorStores.fileBatches.wait(for: batch.id, in: store.id) {
        ///         print("\($0.fileCounts.completed) of \($0.fileCounts.total)")
        ///     }
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func create(
            _ request: VectorStoreFileBatchRequest,
            in storeID: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> VectorStoreFileBatch {
            try await client.send(.vectorStoreFileBatch(request, in: storeID), options: options).value
        }

        /// Returns a batch.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the batch does not exist, or `CancellationError` if the
        ///   task is cancelled.
        public func retrieve(
            _ batchID: String,
            in storeID: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> VectorStoreFileBatch {
            try await client.send(.vectorStoreFileBatch(batchID, in: storeID), options: options).value
        }

        /// Cancels a batch. Files that have already been indexed remain in the store.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        @discardableResult
        public func cancel(
            _ batchID: String,
            in storeID: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> VectorStoreFileBatch {
            try await client.send(.vectorStoreFileBatchCancellation(batchID, in: storeID), options: options).value
        }

        /// Returns a page of the files in a batch, newest first by default.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func listFiles(
            of batchID: String,
            in storeID: String,
            _ query: VectorStoreFileListQuery = VectorStoreFileListQuery(),
            options: RequestOptions = RequestOptions()
        ) async throws -> ListPage<VectorStoreFile> {
            try await client.send(.vectorStoreFileBatchList(of: batchID, in: storeID, query), options: options).value
        }

        /// Returns all files in a batch. Pages are requested as they are needed.
        ///
        ///     var query = VectorStoreFileListQuery()
        ///     query.filter = .failed
        ///     for try await file in client.vectorStores.fileBatches.allFiles(of: batch.id, in: store.id, query) {
        ///         print(file.id, file.lastError?.message ?? "")
        ///     }
        ///
        /// - Parameters:
        ///   - batchID: The ID of the batch.
        ///   - storeID: The ID of the vector store.
        ///   - query: The query for the first page.
        ///   - options: The options for each request.
        /// - Returns: A sequence of the files. Its `pages` property is a sequence of the pages.
        public func allFiles(
            of batchID: String,
            in storeID: String,
            _ query: VectorStoreFileListQuery = VectorStoreFileListQuery(),
            options: RequestOptions = RequestOptions()
        ) -> ListSequence<ListPage<VectorStoreFile>> {
            ListSequence { after in
                var query = query
                query.after = after ?? query.after
                return try await listFiles(of: batchID, in: storeID, query, options: options)
            }
        }

        /// Waits until a batch completes, fails or is cancelled.
        ///
        /// Cancelling the task ends the wait, but does not cancel the batch.
        ///
        /// - Parameters:
        ///   - batchID: The ID of the batch.
        ///   - storeID: The ID of the vector store.
        ///   - policy: The polling intervals and the deadline.
        ///   - options: The options for each request.
        ///   - onProgress: A closure called with the batch after each request.
        /// - Returns: The finished batch, regardless of its final status. Some files in the batch may have failed.
        /// - Throws: `OpenAIError`, with code `.timeout` if the policy's deadline passes, or `CancellationError` if the
        ///   task is cancelled.
        @discardableResult
        nonisolated(nonsending) public func wait(
            for batchID: String,
            in storeID: String,
            policy: PollingPolicy = PollingPolicy(),
            options: RequestOptions = RequestOptions(),
            onProgress: (VectorStoreFileBatch) -> Void = { _ in }
        ) async throws -> VectorStoreFileBatch {
            try await client.poll(policy, "file batch \(batchID)") {
                try await retrieve(batchID, in: storeID, options: options)
            } isFinished: { batch in
                onProgress(batch)
                return batch.status.isFinal
            }
        }
    }
}
