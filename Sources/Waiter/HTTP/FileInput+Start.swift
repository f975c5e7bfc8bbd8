internal import WaiterPlatform

extension FileInput {
    /// Synchronously reads the start of the content and determines the total size. Returns `nil` if the content is a
    /// sequence of chunks.
    ///
    /// - Parameter limit: The maximum number of bytes to read.
    /// - Returns: The size of the content in bytes, and the first bytes.
    /// - Throws: `FileFailure` if the file cannot be read.
    func readStart(_ limit: Int = 64) throws(FileFailure) -> (size: Int, bytes: [UInt8])? {
        switch source {
        case .bytes(let bytes): return (bytes.count, Array(bytes.prefix(limit)))
        case .path(let path):
            let identity = try FileChunkReader.identity(of: path)
            let start = try FileChunkReader(path: path, expecting: identity, range: 0..<min(limit, identity.size))
                .next()
            return (identity.size, start ?? [])
        case .slice, .chunks: return nil
        }
    }

    /// The input with its media type. The media type is derived from the content if the file name does not determine
    /// it.
    var withDetectedType: FileInput {
        guard contentType == MediaTypes.unknown, let start = try? readStart(), let type = MediaType(start.bytes) else {
            return self
        }
        var input = self
        input.contentType = type.rawValue
        return input
    }
}
