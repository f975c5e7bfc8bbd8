internal import CZlib

/// Decompresses deflate data (RFC 1951).
enum Inflater {
    /// An error in compressed data.
    enum Failure: Error {
        case damaged
        /// The output is larger than declared.
        case tooLarge
    }

    /// Decompresses data and calls a closure with each chunk.
    ///
    /// - Parameters:
    ///   - packed: The compressed data, without a zlib or gzip header.
    ///   - count: The expected number of decompressed bytes.
    ///   - body: A closure that receives each chunk. The bytes are valid only during the call.
    /// - Throws: `Failure` if the data is malformed or does not decompress to exactly `count` bytes,
    ///   `CancellationError` if the task is cancelled, or any error thrown by `body`.
    static func unpack(
        _ packed: UnsafeBufferPointer<UInt8>,
        count: Int,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var stream = z_stream()
        guard waiter_inflate_init_raw(&stream) == Z_OK else { throw Failure.damaged }
        defer { inflateEnd(&stream) }
        // zlib reads from this buffer, but does not modify it.
        stream.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
        stream.avail_in = UInt32(clamping: packed.count)
        let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 18)
        defer { room.deallocate() }
        var left = count
        while true {
            stream.next_out = room.baseAddress
            stream.avail_out = UInt32(room.count)
            let code = inflate(&stream, Z_NO_FLUSH)
            let length = room.count - Int(stream.avail_out)
            left -= length
            guard left >= 0 else { throw Failure.tooLarge }
            try body(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<length]))
            if code == Z_STREAM_END { break }
            // If zlib makes no progress, the end of the data is missing.
            guard code == Z_OK, stream.avail_in > 0 || stream.avail_out == 0 else { throw Failure.damaged }
            try Task.checkCancellation()
        }
        guard left == 0 else { throw Failure.damaged }
    }

    /// Updates a CRC-32 checksum, as used in zip files, with the bytes of a chunk.
    static func checkSum(_ sum: UInt32, _ piece: UnsafeRawBufferPointer) -> UInt32 {
        let bytes = piece.bindMemory(to: UInt8.self)
        return UInt32(truncatingIfNeeded: crc32_z(UInt(sum), bytes.baseAddress, bytes.count))
    }
}
