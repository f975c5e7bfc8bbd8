/// Puts Unicode scalars together from UTF-8 that arrives a byte at a time.
struct ScalarAssembler: Sendable {
    private var value: UInt32 = 0
    /// How many bytes of the scalar are missing.
    private var missing = 0
    /// What the next byte may be.
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether a scalar has begun.
    var isPending: Bool { missing > 0 }

    /// Whether a byte goes on with the scalar that has begun.
    func accepts(_ byte: UInt8) -> Bool { isPending && allowed.contains(byte) }

    /// Forgets the scalar that has begun.
    mutating func drop() { missing = 0 }

    /// Takes a byte that is accepted or begins a scalar.
    ///
    /// - Returns: The scalar that is complete, U+FFFD for a byte that begins none, nil while bytes are missing.
    mutating func add(_ byte: UInt8) -> Unicode.Scalar? {
        if isPending {
            value = value << 6 | UInt32(byte & 0x3F)
            missing -= 1
            allowed = 0x80...0xBF
            return isPending ? nil : Unicode.Scalar(value) ?? "\u{FFFD}"
        }
        allowed = 0x80...0xBF
        switch byte {
        case 0..<0x80: return Unicode.Scalar(byte)
        case 0xC2...0xDF: (missing, value) = (1, UInt32(byte & 0x1F))
        case 0xE0...0xEF: (missing, value) = (2, UInt32(byte & 0x0F))
        case 0xF0...0xF4: (missing, value) = (3, UInt32(byte & 0x07))
        default: return "\u{FFFD}"
        }
        // What would be too long a form, a surrogate, or beyond the last scalar is seen at the second byte.
        switch byte {
        case 0xE0: allowed = 0xA0...0xBF
        case 0xED: allowed = 0x80...0x9F
        case 0xF0: allowed = 0x90...0xBF
        case 0xF4: allowed = 0x80...0x8F
        default: break
        }
        return nil
    }
}
