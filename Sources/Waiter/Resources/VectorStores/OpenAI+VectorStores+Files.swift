extension OpenAI.VectorStores {
    /// The `/vector_stores/{id}/files` endpoints.
    public struct Files: Sendable {
        let client: OpenAI

        /// Adds an uploaded file to a vector store and returns before the file is indexed.
        ///
        ///     try await client.vectorStores.files.create(.init(fileID: file.id), in: store.id)
        ///     try await client.vectorStores.files.wait(for: file.id, of: store.id)
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        @discardableResult
        public func create(
            _ request: VectorStoreFileRequest,
            in storeID: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> VectorStoreFile {
            try await client.send(.vectorStoreFile(request, in: storeID), options: options).value
        }

        /// Returns a file in a vector store.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the store does not contain the file, or
        ///   `CancellationError` if the task is cancelled.
        public func retrieve(
            _ fileID: String,
            of storeID: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> VectorStoreFile {
            try await client.send(.vectorStoreFile(fileID, of: storeID), options: options).value
        }

        /// Replaces the attributes of a file. If `attributes` is `nil`, all attributes are removed.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the store does not contain the file, or
        ///   `CancellationError` if the task is cancelled.
        @discardableResult
        public func update(
            _ fileID: String,
            of storeID: String,
            attributes: [String: JSONValue]?,
            options: RequestOptions = RequestOptions()
        ) async throws -> VectorStoreFile {
            try await client.send(
                .vectorStoreFileUpdate(fileID, of: storeID, attributes: attributes),
                options: options
            ).value
        }

        /// Returns a page of the files in a vector store, newest first by default.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func list(
            of storeID: String,
            _ query: VectorStoreFileListQuery = VectorStoreFileListQuery(),
            options: RequestOptions = RequestOptions()
        ) async throws -> ListPage<VectorStoreFile> {
            try await client.send(.vectorStoreFileList(of: storeID, query), options: options).value
        }

        /// Returns all files in a vector store. Pages are requested as they are needed.
        ///
        /// - Parameters:
        ///   - storeID: The ID of the vector store.
        ///   - query: The query for the first page.
        ///   - options: The options for each request.
        /// - Returns: A sequence of the files. Its `pages` property is a sequence of the pages.
        public func all(
            of storeID: String,
            _ query: VectorStoreFileListQuery = VectorStoreFileListQuery(),
            options: RequestOptions = RequestOptions()
        ) -> ListSequence<ListPage<VectorStoreFile>> {
            ListSequence { after in
                var query = query
                query.after = after ?? query.after
                return try await list(of: storeID, query, options: options)
            }
        }

        /// Removes a file from a vector store. The file itself is not deleted.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the store does not contain the file, or
        ///   `CancellationError` if the task is cancelled.
        @discardableResult
        public func delete(
            _ fileID: String,
            from storeID: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> VectorStoreDeletion {
            try await client.send(.vectorStoreFileDeletion(fileID, from: storeID), options: options).value
        }

        /// Returns the text that the server extracted from a file.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func content(
            _ fileID: String,
            of storeID: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> VectorStoreFileContent {
            try await client.send(.vectorStoreFileContent(fileID, of: storeID), options: options).value
        }

        /// Waits until a file is indexed.
        ///
        /// - Parameters:
        ///   - fileID: The ID of the file.
        ///   - storeID: The ID of the vector store.
        ///   - policy: The polling intervals and the deadline.
        ///   - options: The options for each request.
        ///   - onProgress: A closure called with the file after each request.
        /// - Returns: The file, whose status is `completed` or `cancelled`.
        /// - Throws: `OpenAIError`, with code `.badRequest` if the file could not be indexed, or `.timeout` if the
        ///   policy's deadline passes. Throws `CancellationError` if the task is cancelled.
        @discardableResult
        nonisolated(nonsending) public func wait(
            for fileID: String,
            of storeID: String,
            policy: PollingPolicy = PollingPolicy(),
            options: RequestOptions = RequestOptions(),
            onProgress: (VectorStoreFile) -> Void = { _ in }
        ) async throws -> VectorStoreFile {
            try await client.poll(policy, "file \(fileID) in vector store \(storeID)") {
                try await retrieve(fileID, of: storeID, options: options)
            } isFinished: { file in
                onProgress(file)
                guard file.status != .failed else {
                    let reason = file.lastError?.message ?? "no reason given"
                    throw OpenAIError(.badRequest, "the server could not index file \(fileID): \(reason)")
                }
                return file.status.isFinal
            }
        }
    }
}
