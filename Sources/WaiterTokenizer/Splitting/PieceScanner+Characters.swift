enum Ascii {
    static var blank: UInt8 { @inline(__always) get { 0x20 } }
    static var apostrophe: UInt8 { @inline(__always) get { 0x27 } }
    static var slash: UInt8 { @inline(__always) get { 0x2F } }
}

extension PieceScanner {
    /// Returns the class and byte length of the character at an offset.
    @inline(__always)
    func character(_ at: Int) -> (class: CharacterClass, length: Int) {
        let first = UInt32(text[at])
        if first < 0x80 { return (classes[first], 1) }
        if first < 0xE0 { return (classes[(first & 0x1F) &<< 6 | tail(at, 1)], 2) }
        if first < 0xF0 { return (classes[(first & 0x0F) &<< 12 | tail(at, 1) &<< 6 | tail(at, 2)], 3) }
        return (classes[(first & 0x07) &<< 18 | tail(at, 1) &<< 12 | tail(at, 2) &<< 6 | tail(at, 3)], 4)
    }

    @inline(__always)
    private func tail(_ at: Int, _ offset: Int) -> UInt32 { UInt32(text[at &+ offset] & 0x3F) }

    /// Returns the length of the contraction that starts with the apostrophe at `at`, or 0 if no contraction starts
    /// there.
    ///
    /// All patterns except r50k are case-insensitive, so the long s (U+017F) also counts as an s.
    func contraction(at: Int) -> Int {
        guard at + 1 < count else { return 0 }
        let fold: UInt8 = Rule.pattern == .r50k ? 0 : 0x20
        let first = text[at + 1] | fold
        switch first {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return 2
        default: break
        }
        guard at + 2 < count else { return 0 }
        let second = text[at + 2] | fold
        switch (first, second) {
        case (UInt8(ascii: "l"), UInt8(ascii: "l")): return 3
        case (UInt8(ascii: "v"), UInt8(ascii: "e")), (UInt8(ascii: "r"), UInt8(ascii: "e")): return 3
        default: break
        }
        return Rule.pattern != .r50k && text[at + 1] == 0xC5 && text[at + 2] == 0xBF ? 3 : 0
    }
}
