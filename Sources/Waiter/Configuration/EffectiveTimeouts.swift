internal import WaiterPlatform

/// The deadlines of a call with all defaults filled in.
package struct EffectiveTimeouts: Hashable, Sendable {
    /// The time for a connection to be established.
    package let connect: Duration
    /// The time from the last byte of the request to the first content; nil for no limit.
    package let firstContent: Duration?
    /// The longest silence before the first content.
    package let idleBeforeContent: Duration
    /// The longest silence after the first content.
    package let idleAfterContent: Duration
    /// The time for the whole call.
    package let total: Duration

    package init(_ timeouts: OpenAI.Timeouts, isStream: Bool) {
        connect = (timeouts.connect ?? .seconds(10)).bounded
        firstContent = timeouts.firstContent?.bounded
        idleBeforeContent = (timeouts.idle ?? .seconds(600)).bounded
        idleAfterContent = (timeouts.idle ?? .seconds(300)).bounded
        total = (timeouts.total ?? .seconds(isStream ? 3600 : 600)).bounded
    }
}
