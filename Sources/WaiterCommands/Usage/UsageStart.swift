internal import WaiterPlatform
internal import WaiterStore

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The start of a report, as specified with `--since`.
enum UsageStart: Equatable {
    case all
    /// A whole day in UTC.
    case day(CivilDate)
    case time(Date)

    /// Parses `2026-11-23`, `2026-11`, `2026-11-23 10:30`, `today`, `yesterday`, `30m`, `12h`, `30d`, `2w`, or `all`.
    ///
    /// The default is the first day of the current month.
    ///
    /// - Parameters:
    ///   - text: The value of `--since`, or `nil` if it was not given.
    ///   - now: The current time. Its UTC date is used as the current date.
    /// - Throws: `CommandFailure` if the text has any other format.
    init(_ text: String?, now: Date) throws {
        let today = CivilDate(date: now)
        switch text {
        case nil: self = .day(today.startOfMonth)
        case "all"?: self = .all
        case "today"?: self = .day(today)
        case "yesterday"?: self = .day(CivilDate(day: today.day - 1))
        case let text?:
            if let day = CivilDate(text) ?? CivilDate(text + "-01") {
                self = .day(day)
            } else if let days = Self.days(text) {
                self = .day(CivilDate(day: today.day - days + 1))
            } else if let time = LogDate.read(text, now: now) {
                self = .time(time)
            } else {
                throw CommandFailure.usage(
                    "invalid day or time '\(text)' for --since",
                    nextStep: "for example: 2026-11-23, 2026-11, today, yesterday, 12h, 30d, 2w or all"
                )
            }
        }
    }

    /// Parses a number of days or weeks, and returns the number of days. The current day is included in this number.
    private static func days(_ text: String) -> Int? {
        guard let unit = text.last, unit == "d" || unit == "w", let count = Int(text.dropLast()), 1...36_500 ~= count
        else { return nil }
        return unit == "w" ? count * 7 : count
    }

    /// The start as a time, or `nil` to include all calls.
    var date: Date? {
        switch self {
        case .all: nil
        case .day(let day): Date(timeIntervalSince1970: Double(day.milliseconds) / 1000)
        case .time(let time): time
        }
    }

    /// The start as a date or as a time in UTC, or `nil` to include all calls.
    var text: String? {
        switch self {
        case .all: nil
        case .day(let day): "\(day)"
        case .time(let time): LogDate.brief(time)
        }
    }

    /// Returns the usage since the start.
    ///
    /// - Throws: `StoreError`.
    func usage(in ledger: Ledger, by grouping: UsageGrouping) throws -> [UsageGroup] {
        switch self {
        case .all: try ledger.usage(by: grouping, from: nil)
        case .day(let day): try ledger.usage(by: grouping, from: day)
        case .time(let time): try ledger.usage(by: grouping, after: time)
        }
    }

    /// Returns the usage since the start, with statistics and groups by several attributes.
    ///
    /// - Throws: `StoreError`.
    func report(in ledger: Ledger, by groupings: [UsageGrouping]) throws -> LedgerReport {
        switch self {
        case .all: try ledger.report(by: groupings, from: nil)
        case .day(let day): try ledger.report(by: groupings, from: day)
        case .time(let time): try ledger.report(by: groupings, after: time)
        }
    }
}
