extension OpenAI {
    /// The `/files` endpoints, for files used in batches, fine-tuning and model input.
    public struct Files: Sendable {
        let client: OpenAI

        /// Uploads a file.
        ///
        /// Files on disk are sent in chunks, using a constant amount of memory. `options.onProgress` is called during
        /// the upload. Large files need a longer `options.timeout` than the default of 10 minutes.
        ///
        ///     let file = try await client.files.create(FileUpload(.path("requests.jsonl"), purpose: .batch))
        ///
        /// - Throws: `OpenAIError`, with code `.fileAccess` if the file cannot be read or changes during the upload.
        ///   Throws `CancellationError` if the task is cancelled. Errors thrown by an asynchronous sequence of chunks
        ///   are rethrown unchanged.
        public func create(
            _ upload: FileUpload,
            options: RequestOptions = RequestOptions()
        ) async throws -> FileObject {
            try await client.send(.fileUpload(upload), options: options).value
        }

        /// Returns the metadata of a file.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the file does not exist, or `CancellationError` if the
        ///   task is cancelled.
        public func retrieve(_ id: String, options: RequestOptions = RequestOptions()) async throws -> FileObject {
            try await client.send(.file(id), options: options).value
        }

        /// Waits until the server has processed a file.
        ///
        ///     try await client.files.wait(for: file.id)
        ///
        /// - Parameters:
        ///   - id: The ID of the file.
        ///   - policy: The polling intervals and the deadline.
        ///   - options: The options for each request.
        /// - Returns: The processed file. Its status is `processed`, or `nil` if the server does not report a status.
        /// - Throws: `OpenAIError`, with code `.badRequest` if the server rejects the content, or `.timeout` if the
        ///   policy's deadline passes. Throws `CancellationError` if the task is cancelled.
        @discardableResult
        public func wait(
            for id: String,
            policy: PollingPolicy = PollingPolicy(),
            options: RequestOptions = RequestOptions()
        ) async throws -> FileObject {
            try await client.poll(policy, "file \(id)") {
                try await retrieve(id, options: options)
            } isFinished: { file in
                guard file.status != "error" else {
                    throw OpenAIError(
                        .badRequest,
                        "the server rejected file \(id): \(file.statusDetails ?? "no reason given")"
                    )
                }
                return !["uploaded", "pending", "running"].contains(file.status)
            }
        }

        /// Returns a page of files, newest first by default.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func list(
            _ query: FileListQuery = FileListQuery(),
            options: RequestOptions = RequestOptions()
        ) async throws -> FileList {
            try await client.send(.fileList(query), options: options).value
        }

        /// Returns all files. Pages are requested as they are needed.
        ///
        ///     for try await file in client.files.all() { print(file.id, file.filename) }
        ///
        /// - Parameters:
        ///   - query: The query for the first page.
        ///   - options: The options for each request.
        /// - Returns: A sequence of the files. Its `pages` property is a sequence of the pages.
        public func all(
            _ query: FileListQuery = FileListQuery(),
            options: RequestOptions = RequestOptions()
        ) -> ListSequence<FileList> {
            ListSequence { after in
                var query = query
                query.after = after ?? query.after
                return try await list(query, options: options)
            }
        }

        /// Deletes a file.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the file does not exist, or `CancellationError` if the
        ///   task is cancelled.
        @discardableResult
        public func delete(_ id: String, options: RequestOptions = RequestOptions()) async throws -> FileDeletion {
            try await client.send(.fileDeletion(id), options: options).value
        }

        /// Returns the content of a file. Content that exceeds the client's limit on response sizes causes an error.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func content(_ id: String, options: RequestOptions = RequestOptions()) async throws -> [UInt8] {
            try await client.send(.fileContent(id), options: options).value
        }

        /// Downloads the content of a file to disk, using a constant amount of memory.
        ///
        /// The content is first written to a temporary file in the same directory. Once that file is complete and has
        /// been flushed to disk, it is renamed to `path`. `path` therefore never refers to a partial file. An existing
        /// file at `path` is replaced. An interrupted download is resumed if the server sent a strong `ETag`. Without a
        /// strong `ETag`, the download is restarted. The retry policy limits how often a download is resumed or
        /// restarted. `options.onProgress` is called during the download. Large files need a longer `options.timeout`
        /// than the default of 10 minutes.
        ///
        /// - Throws: `OpenAIError`, with code `.fileAccess` if the file cannot be written, or `CancellationError` if
        ///   the task is cancelled.
        @discardableResult
        public func content(
            _ id: String,
            to path: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> DownloadedFile {
            try await client.send(.fileContent(id, to: path), options: options).value
        }
    }

    /// The files endpoints.
    public var files: Files { Files(client: self) }
}
