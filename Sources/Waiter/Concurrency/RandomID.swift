#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Unique identifiers for calls, multipart boundaries and temporary files. The identifiers sort by creation time.
///
/// A database appends ordered identifiers to the last page of an index. With random identifiers, each insertion would
/// modify a different page.
package enum RandomID {
    /// Returns 32 hexadecimal digits, which encode 48 bits for the milliseconds since 1970 and 80 random bits.
    ///
    /// This function does not use `UUID()`, which opens a file each time on Linux. Opening the file costs more than
    /// this entire function.
    package static func make() -> String { make(at: Date()) }

    static func make(at time: Date) -> String {
        let milliseconds = UInt64(max(0, time.timeIntervalSince1970) * 1000)
        let start = milliseconds << 16 | UInt64(UInt16.random(in: .min ... .max))
        let bits = (start, UInt64.random(in: .min ... .max))
        return String(unsafeUninitializedCapacity: 32) { digits in
            for place in 0..<32 {
                let word = place < 16 ? bits.0 : bits.1
                let digit = UInt8(truncatingIfNeeded: word >> (UInt64(15 - place & 15) * 4)) & 0xF
                digits[place] = digit < 10 ? digit + 0x30 : digit + 0x57
            }
            return 32
        }
    }
}
