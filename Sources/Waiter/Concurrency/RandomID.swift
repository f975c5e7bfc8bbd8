/// Random identifiers for calls, multipart boundaries and temporary files.
package enum RandomID {
    /// Returns 128 random bits in hexadecimal; on Linux, `UUID()` opens a file each time, which costs more than the
    /// rest.
    package static func make() -> String {
        let bits = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
        return String(unsafeUninitializedCapacity: 32) { digits in
            for place in 0..<32 {
                let word = place < 16 ? bits.0 : bits.1
                let digit = UInt8(truncatingIfNeeded: word >> (UInt64(place & 15) * 4)) & 0xF
                digits[place] = digit < 10 ? digit + 0x30 : digit + 0x57
            }
            return 32
        }
    }
}
