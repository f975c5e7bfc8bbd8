package import WaiterPlatform

/// A section of a serialized body.
package enum BodySegment: Sendable {
    case bytes([UInt8])
    /// The bytes of a file or of a range within the file.
    case file(path: String, FileIdentity, Range<Int>)
    case chunks(length: Int?, open: @Sendable () -> ChunkReader)

    /// Creates a segment from a file input.
    ///
    /// - Throws: `FileFailure` if the file cannot be read.
    package init(_ file: FileInput) throws(FileFailure) {
        switch file.source {
        case .bytes(let bytes): self = .bytes(bytes)
        case .path(let path):
            let identity = try FileChunkReader.identity(of: path)
            self = .file(path: path, identity, 0..<identity.size)
        case .slice(let path, let identity, let range): self = .file(path: path, identity, range)
        case .chunks(let length, let open): self = .chunks(length: length, open: open)
        }
    }

    package var length: Int? {
        switch self {
        case .bytes(let bytes): bytes.count
        case .file(_, _, let range): range.count
        case .chunks(let length, _): length
        }
    }

    var isReplayable: Bool {
        if case .chunks = self { false } else { true }
    }

    /// Creates a reader that starts at the beginning of the segment.
    ///
    /// - Throws: `FileFailure` if the file cannot be opened or has changed.
    func makeReader() throws(FileFailure) -> ChunkReader {
        switch self {
        case .bytes(let bytes):
            var rest: [UInt8]? = bytes.isEmpty ? nil : bytes
            return ChunkReader {
                defer { rest = nil }
                return rest
            }
        case .file(let path, let identity, let range):
            let reader = try FileChunkReader(path: path, expecting: identity, range: range)
            return ChunkReader { try reader.next() }
        case .chunks(let length, let open):
            let reader = open()
            guard let length else { return reader }
            var sent = 0
            return ChunkReader {
                let chunk = try await reader.next()
                sent += chunk?.count ?? 0
                // The length is sent before the bytes, so it must match the number of bytes.
                guard chunk == nil ? sent == length : sent <= length else {
                    throw FileFailure("the upload sequence does not match its declared length of \(length) bytes")
                }
                return chunk
            }
        }
    }
}
