/// A hash function for finding strings that may be equal. Strings with the same hash are then compared.
///
/// This is the 64-bit version of FNV-1a: https://datatracker.ietf.org/doc/html/draft-eastlake-fnv
enum ContentHash {
    static func of(_ text: String) -> Int64 {
        var text = text
        return text.withUTF8 { of(UnsafeRawBufferPointer($0)) }
    }

    static func of(_ bytes: UnsafeRawBufferPointer) -> Int64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return Int64(bitPattern: hash)
    }
}
