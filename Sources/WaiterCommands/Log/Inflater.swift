internal import CZlib

/// Unpacks what was packed with deflate (RFC 1951).
enum Inflater {
    /// Why bytes cannot be unpacked.
    enum Failure: Error {
        case damaged
        /// There is more than was said.
        case tooLarge
    }

    /// The bytes that were packed, which are known to be so many.
    ///
    /// - Throws: `Failure` for other bytes, also for more or fewer.
    static func unpack(_ packed: [UInt8], count: Int) throws -> [UInt8] {
        var stream = z_stream()
        guard waiter_inflate_init_raw(&stream) == Z_OK else { throw Failure.damaged }
        defer { inflateEnd(&stream) }
        var output: [UInt8] = []
        var packed = packed
        return try packed.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(clamping: input.count)
            var room = [UInt8](repeating: 0, count: 1 << 18)
            while true {
                let code = room.withUnsafeMutableBufferPointer { buffer in
                    stream.next_out = buffer.baseAddress
                    stream.avail_out = UInt32(buffer.count)
                    return inflate(&stream, Z_NO_FLUSH)
                }
                output += room[..<(room.count - Int(stream.avail_out))]
                guard output.count <= count else { throw Failure.tooLarge }
                if code == Z_STREAM_END { break }
                // Without progress there never will be any: the end is missing.
                guard code == Z_OK, stream.avail_in > 0 || stream.avail_out == 0 else { throw Failure.damaged }
                try Task.checkCancellation()
            }
            guard output.count == count else { throw Failure.damaged }
            return output
        }
    }

    /// The check sum that zip files carry.
    static func checkSum(_ bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBufferPointer { UInt32(truncatingIfNeeded: crc32_z(0, $0.baseAddress, $0.count)) }
    }
}
