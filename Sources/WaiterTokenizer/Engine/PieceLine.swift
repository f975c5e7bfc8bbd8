/// A piece of 16 to 56 bytes, stored as seven words and padded with zeros. Creating a line reads 64 bytes.
struct PieceLine {
    private var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

    @inline(__always)
    init(_ start: Bytes, count: Int) {
        let partial: UInt64 = (1 &<< (UInt64(truncatingIfNeeded: count & 7) &* 8)) &- 1
        @inline(__always) func word(_ index: Int) -> UInt64 {
            let left = count &- 8 &* index
            let mask: UInt64 = left >= 8 ? ~0 : left > 0 ? partial : 0
            return load64(start + 8 &* index) & mask
        }
        words = (load64(start), load64(start + 8), word(2), word(3), word(4), word(5), word(6))
    }

    @inline(__always)
    func hash(count: Int) -> UInt64 {
        var a = (words.0 ^ UInt64(truncatingIfNeeded: count)) &* mixer1 ^ words.1
        var b = words.2 &* mixer2 ^ words.3
        a = (a ^ a &>> 29) &* mixer2 ^ words.4
        b = (b ^ b &>> 31) &* mixer1 ^ words.5
        a = (a ^ a &>> 30) &* mixer1
        b = (b ^ b &>> 28 ^ words.6) &* mixer2
        var h = a ^ b &>> 7 ^ b
        h = (h ^ h &>> 32) &* mixer1
        return h
    }

    /// Returns the token count in a line if the line holds this piece, or 0 otherwise.
    @inline(__always)
    func count(in line: UnsafeMutablePointer<UInt64>, length: Int) -> Int {
        let a = (line[0] ^ words.0) | (line[1] ^ words.1) | (line[2] ^ words.2) | (line[3] ^ words.3)
        let b = (line[4] ^ words.4) | (line[5] ^ words.5) | (line[6] ^ words.6)
        let isSame = a | b | UInt64(UInt32(truncatingIfNeeded: line[7]) ^ UInt32(truncatingIfNeeded: length)) == 0
        return isSame ? Int(truncatingIfNeeded: line[7] &>> 32) : 0
    }

    @inline(__always)
    func store(in line: UnsafeMutablePointer<UInt64>, length: Int, count: Int) {
        line[0] = words.0
        line[1] = words.1
        line[2] = words.2
        line[3] = words.3
        line[4] = words.4
        line[5] = words.5
        line[6] = words.6
        line[7] = UInt64(truncatingIfNeeded: length) | UInt64(truncatingIfNeeded: count) &<< 32
    }
}
