extension OpenAI {
    /// The `/uploads` endpoints, which upload large files in parts.
    public struct Uploads: Sendable {
        let client: OpenAI

        /// Creates an upload. Parts can then be added to it.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func create(
            _ request: UploadRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> UploadObject {
            try await client.send(.upload(request), options: options).value
        }

        /// Adds a part of at most 64 MB. Parts can be added in any order and concurrently.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func addPart(
            _ data: FileInput,
            to id: String,
            options: RequestOptions = RequestOptions()
        ) async throws -> UploadPart {
            try await client.send(.uploadPart(id, data), options: options).value
        }

        /// Completes an upload and creates its file.
        ///
        /// - Parameters:
        ///   - id: The ID of the upload.
        ///   - partIDs: The IDs of the parts, in the order in which they form the file.
        ///   - md5: The MD5 checksum of the file in hexadecimal digits, or `nil` to skip verification.
        ///   - options: The options for the call.
        /// - Returns: The completed upload, including its `file`.
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func complete(
            _ id: String,
            partIDs: [String],
            md5: String? = nil,
            options: RequestOptions = RequestOptions()
        ) async throws -> UploadObject {
            try await client.send(.uploadCompletion(id, partIDs: partIDs, md5: md5), options: options).value
        }

        /// Cancels an upload. No more parts can then be added.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        @discardableResult
        public func cancel(_ id: String, options: RequestOptions = RequestOptions()) async throws -> UploadObject {
            try await client.send(.uploadCancellation(id), options: options).value
        }

        /// Uploads a file in parts, several at a time, using a constant amount of memory.
        ///
        ///     let file = try await client.uploads.upload(PartedUpload("big.jsonl", purpose: .batch), resuming: saved) {
        ///         try save($0)
        ///     }
        ///
        /// After a failure or a crash, you can resume an upload from its last checkpoint. When an upload is resumed,
        /// only the missing parts are sent. `options.onProgress` reports the progress of the whole upload.
        ///
        /// - Parameters:
        ///   - upload: The file to upload and the upload settings.
        ///   - checkpoint: The last checkpoint of an earlier attempt, or `nil` to begin a new upload.
        ///   - options: The options for each request. The timeouts apply to each request separately.
        ///   - onCheckpoint: A closure that saves a checkpoint. The closure is called before the first part is sent and
        ///     after each part has been sent. The closure is never called concurrently.
        /// - Returns: The file.
        /// - Throws: `OpenAIError`, with code `.fileAccess` if the file cannot be read, changes during the upload, or
        ///   has changed since the checkpoint. Throws `CancellationError` if the task is cancelled. Errors thrown by
        ///   `onCheckpoint` are rethrown.
        public func upload(
            _ upload: PartedUpload,
            resuming checkpoint: UploadCheckpoint? = nil,
            options: RequestOptions = RequestOptions(),
            onCheckpoint: @Sendable (UploadCheckpoint) async throws -> Void = { _ in }
        ) async throws -> FileObject {
            do {
                let session = try UploadSession(upload, client: client, options: options)
                return try await session.run(from: checkpoint, onCheckpoint)
            } catch let failure as FileFailure {
                throw OpenAIError(failure)
            }
        }
    }

    /// The uploads endpoints.
    public var uploads: Uploads { Uploads(client: self) }
}
