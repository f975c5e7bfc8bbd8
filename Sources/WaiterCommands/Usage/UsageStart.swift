internal import WaiterPlatform
internal import WaiterStore

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The first day of a report, as `--since` names it.
enum UsageStart {
    /// Reads `2026-11-23`, `2026-11`, `today`, `yesterday`, `30d`, or `all`.
    ///
    /// - Parameter now: The time, of which the day in UTC counts.
    /// - Returns: The day; nil for all time.
    /// - Throws: `CommandFailure` for anything else.
    static func day(_ text: String?, now: Date) throws -> CivilDate? {
        let today = CivilDate(date: now)
        switch text {
        case nil: return today.startOfMonth
        case "all"?: return nil
        case "today"?: return today
        case "yesterday"?: return CivilDate(day: today.day - 1)
        case let text?:
            if let day = CivilDate(text) ?? CivilDate(text + "-01") { return day }
            if text.hasSuffix("d"), let count = Int(text.dropLast()), 1...36_500 ~= count {
                return CivilDate(day: today.day - count + 1)
            }
            throw CommandFailure.usage(
                "--since takes a day, and '\(text)' is none",
                nextStep: "such as 2026-11-23, 2026-11, today, yesterday, 30d or all"
            )
        }
    }
}
