internal import WaiterPlatform

/// The timeouts of a call, after the defaults have been applied.
package struct EffectiveTimeouts: Hashable, Sendable {
    /// The time allowed for establishing a connection.
    package let connect: Duration
    /// The time allowed between the last byte of the request and the first content, or `nil` for no limit.
    package let firstContent: Duration?
    /// The idle timeout before the first content.
    package let idleBeforeContent: Duration
    /// The idle timeout after the first content.
    package let idleAfterContent: Duration
    /// The time allowed for the whole call.
    package let total: Duration

    package init(_ timeouts: OpenAI.Timeouts, isStream: Bool) {
        connect = (timeouts.connect ?? .seconds(10)).bounded
        firstContent = timeouts.firstContent?.bounded
        idleBeforeContent = (timeouts.idle ?? .seconds(600)).bounded
        idleAfterContent = (timeouts.idle ?? .seconds(300)).bounded
        total = (timeouts.total ?? .seconds(isStream ? 3600 : 600)).bounded
    }
}
