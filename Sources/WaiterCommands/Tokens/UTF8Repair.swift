/// Makes valid UTF-8 of bytes that come in pieces: what belongs to no character becomes U+FFFD, as everywhere.
struct UTF8Repair {
    /// The beginning of a character whose rest is in the next piece.
    private var held: [UInt8] = []

    /// The repaired text of a piece, but for a character that its end may have cut.
    mutating func repaired(_ piece: UnsafeRawBufferPointer) -> [UInt8] {
        var bytes = held
        bytes += piece
        let cut = bytes.count - Self.unfinished(bytes)
        held = Array(bytes[cut...])
        return Array(String(decoding: bytes[..<cut], as: UTF8.self).utf8)
    }

    /// What is left at the end.
    mutating func finish() -> [UInt8] {
        defer { held = [] }
        return Array(String(decoding: held, as: UTF8.self).utf8)
    }

    /// How many bytes at the end begin a character without ending it; no character begins with a byte inside of another.
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
