#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// The clock of a command, injected so that tests can control it.
package struct CommandClock: Sendable {
    /// A closure that returns the current date.
    package var date: @Sendable () -> Date
    /// A closure that returns the time since a fixed instant, measured by a monotonic clock.
    package var now: @Sendable () -> Duration

    package init(date: @escaping @Sendable () -> Date, now: @escaping @Sendable () -> Duration) {
        (self.date, self.now) = (date, now)
    }

    /// The system clocks.
    package static let system: CommandClock = {
        let start = ContinuousClock.now
        return CommandClock(date: { Date() }, now: { ContinuousClock.now - start })
    }()
}
