#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

extension Date {
    /// The time in milliseconds since 1970. This is the format of times in the database.
    var ledgerTime: Int64 { Int64((timeIntervalSince1970 * 1000).rounded()) }

    init(ledgerTime: Int64) { self.init(timeIntervalSince1970: Double(ledgerTime) / 1000) }
}

extension Duration {
    /// The duration in whole microseconds. This is the format of durations in the database.
    var microseconds: Int64 { components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000 }

    init(ledgerMicroseconds: Int64) { self = .microseconds(ledgerMicroseconds) }
}
