internal import WaiterPlatform

extension FileInput {
    /// The size of the content in bytes and its first 64 bytes, read synchronously; `nil` for a sequence of chunks.
    ///
    /// - Throws: `FileFailure` if the file cannot be read.
    func readStart() throws(FileFailure) -> (size: Int, bytes: [UInt8])? {
        switch source {
        case .bytes(let bytes): return (bytes.count, Array(bytes.prefix(64)))
        case .path(let path):
            let identity = try FileChunkReader.identity(of: path)
            let start = try FileChunkReader(path: path, expecting: identity, range: 0..<min(64, identity.size)).next()
            return (identity.size, start ?? [])
        case .slice, .chunks: return nil
        }
    }

    /// The input with the media type of its content if the name does not determine one.
    var withDetectedType: FileInput {
        guard contentType == MediaTypes.unknown, let start = try? readStart(), let type = MediaType(start.bytes) else {
            return self
        }
        var input = self
        input.contentType = type.rawValue
        return input
    }
}
