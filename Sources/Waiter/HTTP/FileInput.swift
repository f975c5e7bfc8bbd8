package import WaiterPlatform

/// The content of an upload. It can be bytes in memory, a file on disk, or an asynchronous sequence of chunks.
///
///     let upload = FileInput.path("training.jsonl")
///
/// Files are read in chunks while they are being sent, so memory use does not depend on the size of the files.
public struct FileInput: Sendable {
    package enum Source: Sendable {
        case bytes([UInt8])
        case path(String)
        case slice(path: String, FileIdentity, Range<Int>)
        case chunks(length: Int?, open: @Sendable () -> ChunkReader)
    }

    package let source: Source
    /// The file name that is sent to the server.
    public var name: String
    /// The media type that is sent to the server.
    public var contentType: String

    private init(_ source: Source, name: String, contentType: String?) {
        self.source = source
        self.name = name
        self.contentType = contentType ?? MediaTypes.guess(forFileName: name)
    }

    /// Creates an upload from bytes in memory.
    ///
    /// - Parameters:
    ///   - bytes: The content.
    ///   - name: The file name that is sent to the server.
    ///   - contentType: The media type. By default, the media type is derived from the name.
    /// - Returns: The upload.
    public static func bytes(_ bytes: [UInt8], name: String, contentType: String? = nil) -> FileInput {
        FileInput(.bytes(bytes), name: name, contentType: contentType)
    }

    /// Creates an upload from a file on disk.
    ///
    /// The file is opened for each attempt. Its size, inode and modification time must not change during the call.
    ///
    /// - Parameters:
    ///   - path: The path of a regular file.
    ///   - name: The file name that is sent to the server. The default is the last component of the path.
    ///   - contentType: The media type. By default, the media type is derived from the name.
    /// - Returns: The upload.
    public static func path(_ path: String, name: String? = nil, contentType: String? = nil) -> FileInput {
        let last = path.split(separator: "/").last.map(String.init) ?? "file"
        return FileInput(.path(path), name: name ?? last, contentType: contentType)
    }

    /// Creates an upload from a range of a file. The upload fails if the file has changed since its identity was read.
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
    /// Because the sequence can be iterated only once, the request is not retried.
    ///
    /// - Parameters:
    ///   - chunks: The chunks of the content.
    ///   - length: The number of bytes, which is sent as `Content-Length`, or `nil` if it is unknown.
    ///   - name: The file name that is sent to the server.
    ///   - contentType: The media type. By default, the media type is derived from the name.
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
