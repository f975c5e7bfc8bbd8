#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// What an executor takes from the world besides its clock; tests put fixed values here.
package struct ExecutionEnvironment: Sendable {
    /// Between 0 and 1, for the jitter of retries.
    package var random: @Sendable () -> Double
    /// The calendar's time, to which servers' dates refer.
    package var date: @Sendable () -> Date
    /// A new identity.
    package var uniqueID: @Sendable () -> String

    package init(
        random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
        date: @escaping @Sendable () -> Date = { Date() },
        uniqueID: @escaping @Sendable () -> String = Self.randomID
    ) {
        self.random = random
        self.date = date
        self.uniqueID = uniqueID
    }

    /// 128 random bits in hexadecimal; on Linux `UUID()` opens a file for each, which costs more than the rest.
    package static func randomID() -> String {
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
