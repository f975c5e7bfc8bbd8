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
        uniqueID: @escaping @Sendable () -> String = RandomID.make
    ) {
        self.random = random
        self.date = date
        self.uniqueID = uniqueID
    }
}
