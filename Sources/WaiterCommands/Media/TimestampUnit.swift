internal import ArgumentParser

/// A unit of timestamps.
package enum TimestampUnit: String, ExpressibleByArgument, CaseIterable, Sendable {
    case segment, word
}
