internal import HTTPTypes
internal import Synchronization

/// A file download that can span several attempts of a call.
///
/// Data from interrupted attempts is kept if the server sent a strong validator for the content. The next attempt then
/// requests the rest of the content, on the condition that the content is unchanged (RFC 9110, section 13.1.5).
final class FileDownload: Sendable {
    private struct State {
        var file: PartialFile?
        var validator: String?
        var total: Int?
    }

    private let path: String
    private let state = Mutex(State())

    init(path: String) {
        self.path = path
    }

    /// The header fields that request the rest of the content. If there are no such fields, all of the content is
    /// requested.
    var fields: HTTPFields {
        state.withLock { state in
            guard let file = state.file, file.count > 0, let validator = state.validator,
                let ifRange = HTTPField.Name("If-Range")
            else { return [:] }
            return [.range: "bytes=\(file.count)-", ifRange: validator]
        }
    }

    /// Saves the body of a response.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - check: A closure that receives the first chunk (empty for an empty body) and throws an error if the chunk is
    ///     not valid.
    /// - Returns: The file.
    /// - Throws: `FileFailure` if the file cannot be written, or `TransportError` if the body was interrupted, in which
    ///   case the call can be retried. Errors thrown by `check` are rethrown.
    func receive(
        _ response: SuccessfulResponse,
        check: (SuccessfulResponse, [UInt8]) throws -> Void
    ) async throws -> DownloadedFile {
        let channel = response.body.channel
        response.deadlines.onExpiry { error in channel.cancel(throwing: error) }
        do {
            try begin(response.head)
            var hasContent = false
            while let chunk = try await response.deadlines.read(response.body) {
                if !hasContent {
                    try check(response, chunk)
                    response.deadlines.noteContent()
                }
                hasContent = true
                let progress = try append(chunk)
                response.onProgress?(progress)
            }
            if !hasContent { try check(response, []) }
            let bytes = try finish()
            let contentType = response.head.fields.text("content-type")
            return DownloadedFile(path: path, bytes: bytes, contentType: contentType)
        } catch {
            channel.cancel()
            throw error
        }
    }

    /// Determines whether the response continues the existing data or starts from the beginning.
    private func begin(_ head: ResponseHead) throws {
        try state.withLock { state in
            if head.status == 206, let file = state.file {
                let range = head.fields.text("content-range").flatMap(ContentRange.init)
                guard let range, range.first == file.count,
                    state.total == nil || range.total == nil || range.total == state.total
                else {
                    // Without a validator, the next attempt starts from the beginning.
                    state.validator = nil
                    throw TransportError(.other, reason: "the server returned a range other than the requested one")
                }
                state.total = state.total ?? range.total
                return
            }
            if let file = state.file {
                try file.truncate()
            } else {
                state.file = try PartialFile(path: path, id: RandomID.make())
            }
            // The length and byte positions of a compressed body differ from those of the content.
            let encoding = head.fields.text("content-encoding")?.lowercased() ?? "identity"
            let isPlain = encoding == "identity" || encoding.isEmpty
            state.total = isPlain ? head.fields.integer("content-length") : nil
            state.validator = isPlain ? head.fields.text("etag").flatMap(Self.strong) : nil
        }
    }

    /// Returns the validator if it is strong and therefore guarantees identical bytes, or `nil` if it is weak (RFC
    /// 9110, section 8.8.3).
    private static func strong(_ validator: String) -> String? {
        validator.hasPrefix("\"") && validator.hasSuffix("\"") && validator.utf8.count > 1 ? validator : nil
    }

    private func append(_ chunk: [UInt8]) throws -> TransferProgress {
        try state.withLock { state in
            guard let file = state.file else { return TransferProgress(.download, completed: 0, total: nil) }
            if let total = state.total, file.count + chunk.count > total {
                state.validator = nil
                throw TransportError(.other, reason: "the server sent more bytes than it declared")
            }
            try file.append(chunk)
            return TransferProgress(.download, completed: file.count, total: state.total)
        }
    }

    private func finish() throws -> Int {
        try state.withLock { state in
            guard let file = state.file else { return 0 }
            if let total = state.total, file.count != total {
                throw TransportError(.reset, reason: "the download ended after \(file.count) of \(total) bytes")
            }
            try file.finish()
            return file.count
        }
    }
}

extension ResponseDecoder where Output == DownloadedFile {
    /// Creates a decoder that saves the body to a file.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - metadata: The metadata of the complete response.
    ///   - check: A closure that receives the first chunk of each response and throws an error if the chunk is not
    ///     valid.
    /// - Returns: The decoder.
    package static func file(
        _ path: String,
        metadata: ResponseMetadata = ResponseMetadata(),
        check: @escaping @Sendable (SuccessfulResponse, [UInt8]) throws -> Void = { _, _ in }
    ) -> ResponseDecoder {
        let download = FileDownload(path: path)
        return ResponseDecoder(
            attemptFields: { download.fields },
            decode: { response in
                let file = try await download.receive(response, check: check)
                response.tracker?.complete(metadata)
                return APIResponse(value: file, head: response.head, body: [])
            }
        )
    }
}
