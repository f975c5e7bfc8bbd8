/// The content of an upload: bytes in memory, a file on disk, or an asynchronous sequence of chunks.
///
///     let upload = FileInput.path("training.jsonl")
///
/// A file is read in chunks while it is sent, so its size does not matter for memory.
public struct FileInput: Sendable {
    package enum Source: Sendable {
        case bytes([UInt8])
        case path(String)
        case chunks(length: Int?, open: @Sendable () -> ChunkReader)
    }

    package let source: Source
    /// The file name that the server is told.
    public var name: String
    /// The media type that the server is told.
    public var contentType: String

    private init(_ source: Source, name: String, contentType: String?) {
        self.source = source
        self.name = name
        self.contentType = contentType ?? MediaTypes.guess(forFileName: name)
    }

    /// Creates an upload of bytes in memory.
    ///
    /// - Parameters:
    ///   - name: The file name that the server is told.
    ///   - contentType: The media type; guessed from the name by default.
    public static func bytes(_ bytes: [UInt8], name: String, contentType: String? = nil) -> FileInput {
        FileInput(.bytes(bytes), name: name, contentType: contentType)
    }

    /// Creates an upload of a file on disk.
    ///
    /// The file is opened anew for each attempt and must stay unchanged (size, inode, modification time) during the call.
    ///
    /// - Parameters:
    ///   - path: The path of a regular file.
    ///   - name: The file name that the server is told; the last component of the path by default.
    ///   - contentType: The media type; guessed from the name by default.
    public static func path(_ path: String, name: String? = nil, contentType: String? = nil) -> FileInput {
        let last = path.split(separator: "/").last.map(String.init) ?? "file"
        return FileInput(.path(path), name: name ?? last, contentType: contentType)
    }

    /// Creates an upload of chunks as a sequence produces them.
    ///
    /// A sequence is iterated once, so such a request is never sent a second time: it is not retried.
    ///
    /// - Parameters:
    ///   - length: The number of bytes, when it is known; the request then has a `Content-Length`.
    ///   - name: The file name that the server is told.
    ///   - contentType: The media type; guessed from the name by default.
    public static func chunks<Chunks: AsyncSequence & Sendable>(
        _ chunks: Chunks,
        length: Int? = nil,
        name: String,
        contentType: String? = nil
    ) -> FileInput where Chunks.Element == [UInt8] {
        let open: @Sendable () -> ChunkReader = {
            var iterator = chunks.makeAsyncIterator()
            return ChunkReader { try await iterator.next() }
        }
        return FileInput(.chunks(length: length, open: open), name: name, contentType: contentType)
    }

    /// Whether the content can be sent more than once; false for a sequence of chunks.
    public var isReplayable: Bool {
        if case .chunks = source { false } else { true }
    }
}
