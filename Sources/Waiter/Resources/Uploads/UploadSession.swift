internal import Synchronization
internal import WaiterPlatform

/// A multipart upload in progress.
struct UploadSession: Sendable {
    private let upload: PartedUpload
    private let client: OpenAI
    private let options: RequestOptions
    private let identity: FileIdentity
    private let progress: UploadProgress

    /// Creates a session and reads the identity of the file.
    ///
    /// - Throws: `FileFailure` if the file cannot be read, or `OpenAIError` if the file is empty or if the part size is
    ///   not positive.
    init(_ upload: PartedUpload, client: OpenAI, options: RequestOptions) throws {
        guard upload.partSize > 0 else { throw OpenAIError(.invalidRequest, "the part size must be positive") }
        identity = try FileChunkReader.identity(of: upload.path)
        guard identity.size > 0 else { throw OpenAIError(.invalidRequest, "cannot upload \(upload.path): it is empty") }
        self.upload = upload
        self.client = client
        self.options = options
        progress = UploadProgress(total: identity.size, report: options.onProgress)
    }

    func run(
        from saved: UploadCheckpoint?,
        _ onCheckpoint: @Sendable (UploadCheckpoint) async throws -> Void
    ) async throws -> FileObject {
        var checkpoint: UploadCheckpoint
        if let saved {
            checkpoint = try verified(saved)
        } else {
            checkpoint = try await begin()
            try await onCheckpoint(checkpoint)
        }
        async let md5: String? = checksum()
        try await sendParts(of: &checkpoint, onCheckpoint)
        let completed = try await client.uploads.complete(
            checkpoint.uploadID,
            partIDs: checkpoint.partIDs.compactMap { $0 },
            md5: md5,
            options: options(for: "complete")
        )
        guard let file = completed.file else {
            throw OpenAIError(
                .invalidResponse,
                "the server completed upload \(checkpoint.uploadID) but returned no file"
            )
        }
        return file
    }

    private func begin() async throws -> UploadCheckpoint {
        var request = UploadRequest(
            filename: upload.filename,
            purpose: upload.purpose,
            bytes: identity.size,
            mimeType: upload.contentType
        )
        request.expiresAfter = upload.expiresAfter
        let created = try await client.uploads.create(request, options: options(for: "create"))
        return UploadCheckpoint(
            uploadID: created.id,
            partSize: upload.partSize,
            partCount: (identity.size - 1) / upload.partSize + 1,
            fileIdentity: identity.text,
            expiresAt: created.expiresAt
        )
    }

    private func verified(_ checkpoint: UploadCheckpoint) throws -> UploadCheckpoint {
        guard checkpoint.fileIdentity == identity.text else {
            throw FileFailure("\(upload.path) changed after its upload began; start a new upload")
        }
        guard checkpoint.partSize > 0, checkpoint.partIDs.count == (identity.size - 1) / checkpoint.partSize + 1 else {
            throw OpenAIError(.invalidRequest, "the checkpoint of upload \(checkpoint.uploadID) is damaged")
        }
        return checkpoint
    }

    private func sendParts(
        of checkpoint: inout UploadCheckpoint,
        _ onCheckpoint: @Sendable (UploadCheckpoint) async throws -> Void
    ) async throws {
        let (id, size) = (checkpoint.uploadID, checkpoint.partSize)
        var missing = checkpoint.partIDs.indices.filter { checkpoint.partIDs[$0] == nil }[...]
        for number in checkpoint.partIDs.indices where checkpoint.partIDs[number] != nil {
            progress.update(number, range(number, size).count)
        }
        try await withThrowingTaskGroup(of: (Int, String).self) { group in
            func start() {
                guard let number = missing.popFirst() else { return }
                group.addTask { (number, try await send(number, range(number, size), to: id)) }
            }
            for _ in 0..<max(1, upload.concurrency) { start() }
            while let (number, partID) = try await group.next() {
                checkpoint.partIDs[number] = partID
                try await onCheckpoint(checkpoint)
                start()
            }
        }
    }

    private func range(_ number: Int, _ size: Int) -> Range<Int> {
        number * size..<min((number + 1) * size, identity.size)
    }

    private func send(_ number: Int, _ range: Range<Int>, to id: String) async throws -> String {
        var options = options(for: "part-\(number)")
        options.onProgress = { [progress] in progress.update(number, min($0.completed, range.count)) }
        let data = FileInput.slice(of: upload.path, identity, range, name: upload.filename)
        return try await client.uploads.addPart(data, to: id, options: options).id
    }

    /// Reads the whole file in chunks and returns its checksum, or `nil` if the upload does not use a checksum.
    @concurrent private func checksum() async throws -> String? {
        guard upload.sendsChecksum else { return nil }
        let reader = try FileChunkReader(path: upload.path, expecting: identity)
        var md5 = MD5()
        while let chunk = try reader.next() {
            try Task.checkCancellation()
            md5.update(chunk)
        }
        return md5.hexadecimal()
    }

    /// Returns the options for a request. The idempotency key in these options is different for each request.
    private func options(for request: String) -> RequestOptions {
        var options = options
        options.onProgress = nil
        options.idempotencyKey = options.idempotencyKey.map { "\($0)-\(request)" }
        return options
    }
}

/// The progress of an upload, which is the sum of the progress of all parts.
private final class UploadProgress: Sendable {
    private let parts = Mutex<[Int: Int]>([:])
    private let total: Int
    private let report: (@Sendable (TransferProgress) -> Void)?

    init(total: Int, report: (@Sendable (TransferProgress) -> Void)?) {
        self.total = total
        self.report = report
    }

    func update(_ part: Int, _ completed: Int) {
        guard let report else { return }
        let sum = parts.withLock { parts in
            parts[part] = completed
            return parts.values.reduce(0, +)
        }
        report(TransferProgress(.upload, completed: sum, total: total))
    }
}
