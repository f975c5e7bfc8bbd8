extension OpenAI {
    /// The path `/files`: files on the server, for batches, fine-tuning and model input.
    public struct Files: Sendable {
        let client: OpenAI

        /// Uploads a file.
        ///
        /// A file on disk is read in chunks while it is sent, whatever its size. `options.onProgress` observes the upload.
        ///
        ///     let file = try await client.files.create(FileUpload(.path("requests.jsonl"), purpose: .batch))
        ///
        /// - Throws: `OpenAIError`, with code `.fileAccess` when the file cannot be read or changes while it is sent;
        ///   `CancellationError`; unchanged what a sequence of chunks throws.
        public func create(
            _ upload: FileUpload,
            options: RequestOptions = RequestOptions()
        ) async throws -> FileObject {
            try await client.send(.fileUpload(upload), options: options).value
        }

        /// Returns a file's description.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` when there is no such file; `CancellationError`.
        public func retrieve(_ id: String, options: RequestOptions = RequestOptions()) async throws -> FileObject {
            try await client.send(.file(id), options: options).value
        }

        /// Returns a page of files, the newest first.
        ///
        /// - Throws: `OpenAIError`; `CancellationError`.
        public func list(
            _ query: FileListQuery = FileListQuery(),
            options: RequestOptions = RequestOptions()
        ) async throws -> FileList {
            try await client.send(.fileList(query), options: options).value
        }

        /// Deletes a file.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` when there is no such file; `CancellationError`.
        @discardableResult
        public func delete(_ id: String, options: RequestOptions = RequestOptions()) async throws -> FileDeletion {
            try await client.send(.fileDeletion(id), options: options).value
        }

        /// Returns a file's content, up to the client's limit for responses.
        ///
        /// - Throws: `OpenAIError`; `CancellationError`.
        public func content(_ id: String, options: RequestOptions = RequestOptions()) async throws -> [UInt8] {
            try await client.send(.fileContent(id), options: options).value
        }

        /// Saves a file's content, in constant memory.
        ///
        /// The content is written to a temporary file beside `path`, which is renamed once it is complete and on disk: there is
        /// never a partial file at `path`, and a file that was there is replaced. A download that breaks off is resumed when the
        /// server sent a strong `ETag`, and otherwise begun again, as often as the retry policy allows. `options.onProgress`
        /// observes the download.
        ///
        /// - Throws: `OpenAIError`, with code `.fileAccess` when the file cannot be written; `CancellationError`.
        @discardableResult
        public func content(
            _ id: String,
            to path: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> DownloadedFile {
            try await client.send(.fileContent(id, to: path), options: options).value
        }
    }

    /// Files on the server.
    public var files: Files { Files(client: self) }
}
