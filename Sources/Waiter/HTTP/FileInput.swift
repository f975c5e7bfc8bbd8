package import WaiterPlatform

/// The content of an upload: bytes in memory, a file on disk, or an asynchronous sequence of chunks.
///
///     let upload = FileInput.path("training.jsonl")
///
/// Files are read in chunks as they are sent, using constant memory.
public struct FileInput: Sendable {
    package enum Source: Sendable {
        case bytes([UInt8])
        case path(String)
        case slice(path: String, FileIdentity, Range<Int>)
        case chunks(length: Int?, open: @Sendable () -> ChunkReader)
    }

    package let source: Source
    /// The file name sent to the server.
    public var name: String
    /// The media type sent to the server.
    public var contentType: String

    private init(_ source: Source, name: String, contentType: String?) {
        self.source = source
        self.name = name
        self.contentType = contentType ?? MediaTypes.guess(forFileName: name)
    }

    /// Creates an upload of bytes in memory.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - name: The file name sent to the server.
    ///   - contentType: The media type. By default, it is derived from the name.
    /// - Returns: The upload.
    public static func bytes(_ bytes: [UInt8], name: String, contentType: String? = nil) -> FileInput {
        FileInput(.bytes(bytes), name: name, contentType: contentType)
    }

    /// Creates an upload of a file on disk.
    ///
    /// The file is opened for each attempt and must not change (in size, inode or modification time) during the call.
    ///
    /// - Parameters:
    ///   - path: The path of a regular file.
    ///   - name: The file name sent to the server. By default, this is the last component of the path.
    ///   - contentType: The media type. By default, it is derived from the name.
    /// - Returns: The upload.
    public static func path(_ path: String, name: String? = nil, contentType: String? = nil) -> FileInput {
        let last = path.split(separator: "/").last.map(String.init) ?? "file"
        return FileInput(.path(path), name: name ?? last, contentType: contentType)
    }

    /// Creates an upload of a range of a file. The upload fails if the file has changed since its identity was read.
    package static func slice(
        of path: String,
        _ identity: FileIdentity,
        _ range: Range<Int>,
        name: String
    ) -> FileInput {
        FileInput(.slice(path: path, identity, range), name: name, contentType: "application/octet-stream")
    }

    /// Creates an upload from an asynchronous sequence of chunks.
    ///
    /// The sequence is iterated only once, so the request is not retried.
    ///
    /// - Parameters:
    ///   - chunks: The chunks of the content.
    ///   - length: The number of bytes, for `Content-Length`, or `nil` if it is unknown.
    ///   - name: The file name sent to the server.
    ///   - contentType: The media type. By default, it is derived from the name.
    /// - Returns: The upload.
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

    /// Whether the content can be sent more than once. This is `false` for a sequence of chunks.
    public var isReplayable: Bool {
        if case .chunks = source { false } else { true }
    }
}
