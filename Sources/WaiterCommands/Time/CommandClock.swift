#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// The time as commands read it, injected so that tests can set it.
package struct CommandClock: Sendable {
    /// Returns the date.
    package var date: @Sendable () -> Date
    /// Returns the time since some fixed instant; it never goes back.
    package var now: @Sendable () -> Duration

    package init(date: @escaping @Sendable () -> Date, now: @escaping @Sendable () -> Duration) {
        (self.date, self.now) = (date, now)
    }

    /// The clocks of this machine.
    package static let system: CommandClock = {
        let start = ContinuousClock.now
        return CommandClock(date: { Date() }, now: { ContinuousClock.now - start })
    }()
}
