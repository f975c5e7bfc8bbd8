/// Repairs UTF-8 text that arrives in chunks. As in the standard library, invalid bytes are replaced by U+FFFD.
struct UTF8Repair {
    /// The start of a character whose remainder is in the next chunk.
    private var held: [UInt8] = []

    /// Returns the repaired text of a chunk, without an incomplete character at its end.
    mutating func repaired(_ piece: UnsafeRawBufferPointer) -> [UInt8] {
        var bytes = held
        bytes += piece
        let cut = bytes.count - Self.unfinished(bytes)
        held = Array(bytes[cut...])
        return Array(String(decoding: bytes[..<cut], as: UTF8.self).utf8)
    }

    /// Returns the remaining text.
    mutating func finish() -> [UInt8] {
        defer { held = [] }
        return Array(String(decoding: held, as: UTF8.self).utf8)
    }

    /// Returns the size, in bytes, of an incomplete character at the end.
    private static func unfinished(_ bytes: [UInt8]) -> Int {
        for length in 1...3 where length <= bytes.count {
            let byte = bytes[bytes.count - length]
            if byte & 0xC0 == 0x80 { continue }
            let whole = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
            return length < whole ? length : 0
        }
        return 0
    }
}
