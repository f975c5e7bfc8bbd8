#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// The external dependencies of an executor, apart from its clock. Tests replace these dependencies with fixed values.
package struct ExecutionEnvironment: Sendable {
    /// A closure that returns a random number between 0 and 1, for retry jitter.
    package var random: @Sendable () -> Double
    /// A closure that returns the current date, for comparison with dates from servers.
    package var date: @Sendable () -> Date
    /// A closure that returns a new unique identifier.
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
