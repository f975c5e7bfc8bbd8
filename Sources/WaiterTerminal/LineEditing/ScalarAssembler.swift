/// A decoder that assembles Unicode scalars from UTF-8 bytes that are received one at a time.
struct ScalarAssembler: Sendable {
    private var value: UInt32 = 0
    /// The number of bytes that are still missing from the scalar.
    private var missing = 0
    /// The range of valid values for the next byte.
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether a scalar is incomplete.
    var isPending: Bool { missing > 0 }

    /// Returns whether a byte continues the incomplete scalar.
    func accepts(_ byte: UInt8) -> Bool { isPending && allowed.contains(byte) }

    /// Discards the incomplete scalar.
    mutating func drop() { missing = 0 }

    /// Adds a byte that continues the incomplete scalar or starts a new one.
    ///
    /// - Returns: The completed scalar, U+FFFD for an invalid first byte, or `nil` if more bytes are needed.
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
        // Restricting the second byte rejects overlong forms, surrogates and values above U+10FFFF.
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
