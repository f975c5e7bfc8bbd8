internal import ArgumentParser

/// The unit of text to which each timestamp applies.
package enum TimestampUnit: String, ExpressibleByArgument, CaseIterable, Sendable {
    case segment, word
}
