internal import WaiterPlatform

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

extension LogDate {
    /// Parses a date or time. Returns `nil` if the text is invalid.
    ///
    /// Supports `today`, `yesterday`, and relative times such as `30m`, `12h`, `7d` and `2w`, which count back from
    /// now. Also supports months (`2026-11`), dates (`2026-11-01`), and times (`2026-11-01 10:30`) with optional
    /// seconds and an optional `Z` or `+01:00`. If the text does not contain a time zone, the user's time zone applies.
    package static func read(_ text: String, now: Date) -> Date? {
        let text = text.trimmed.lowercased()[...]
        switch text {
        case "now": return now
        case "today": return startOfDay(now)
        case "yesterday": return startOfDay(startOfDay(now).addingTimeInterval(-43_200))
        default: return ago(text).map { now.addingTimeInterval(-$0) } ?? calendar(text)
        }
    }

    /// Parses the date or time that was passed to an option.
    ///
    /// - Throws: `CommandFailure` if the text is invalid.
    package static func required(_ text: String, option: String, now: Date) throws -> Date {
        guard let date = read(text, now: now) else {
            throw CommandFailure.usage(
                "\(option) '\(text)' is not a valid date",
                nextStep: "for example: 2026-11-01, '2026-11-01 10:30', today, yesterday, 12h or 7d"
            )
        }
        return date
    }

    /// Parses a duration such as `12h` and returns it in seconds.
    private static func ago(_ text: Substring) -> Double? {
        let units: [Character: Double] = ["m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()), (0...100_000) ~= count
        else { return nil }
        return Double(count) * unit
    }

    /// A parser for the components of a date and time.
    private struct Parts {
        var rest: Substring.UTF8View

        /// Parses a number with the given number of digits. Returns `nil` if there are fewer digits.
        mutating func number(_ count: Int) -> Int32? {
            let digits = rest.prefix(count)
            guard digits.count == count, digits.allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
            rest = rest.dropFirst(count)
            return digits.reduce(0) { $0 * 10 + Int32($1 - 0x30) }
        }

        /// Consumes the next character if it is one of the given characters. Returns whether a character was consumed.
        mutating func take(_ characters: StaticString) -> Bool {
            guard let first = rest.first else { return false }
            let isThere = characters.withUTF8Buffer { $0.contains(first) }
            if isThere { rest = rest.dropFirst() }
            return isThere
        }

        /// Parses the fraction of a second and returns it in milliseconds.
        mutating func milliseconds() -> Int? {
            let digits = rest.prefix { 0x30...0x39 ~= $0 }
            guard 1...9 ~= digits.count, let number = Double("0." + String(Substring(digits))) else { return nil }
            rest = rest.dropFirst(digits.count)
            return Int((number * 1000).rounded())
        }

        /// Parses a time zone offset and returns it in seconds from UTC, or `nil` if the text is invalid.
        mutating func zone() -> Int? {
            if take("z") { return 0 }
            let isBehind = rest.first == UInt8(ascii: "-")
            guard take("+-"), let hours = number(2) else { return nil }
            _ = take(":")
            guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
            return Int(hours * 3600 + minutes * 60) * (isBehind ? -1 : 1)
        }
    }

    private static func calendar(_ text: Substring) -> Date? {
        var parts = Parts(rest: text.utf8)
        var time = tm()
        var (milliseconds, offset) = (0, Int?.none)
        guard let year = parts.number(4), parts.take("-"), let month = parts.number(2), 1...12 ~= month else {
            return nil
        }
        // A month without a day refers to the first day of the month.
        var day: Int32 = 1
        if !parts.rest.isEmpty {
            guard parts.take("-"), let given = parts.number(2), 1...31 ~= given else { return nil }
            day = given
        }
        (time.tm_year, time.tm_mon, time.tm_mday, time.tm_isdst) = (year - 1900, month - 1, day, -1)
        if parts.take("t ") {
            guard let hour = parts.number(2), parts.take(":"), let minute = parts.number(2), hour < 24, minute < 60
            else { return nil }
            (time.tm_hour, time.tm_min) = (hour, minute)
            if parts.take(":") {
                guard let second = parts.number(2), second < 61 else { return nil }
                time.tm_sec = second
                if parts.take(".") {
                    guard let fraction = parts.milliseconds() else { return nil }
                    milliseconds = fraction
                }
            }
            _ = parts.take(" ")
            if !parts.rest.isEmpty {
                guard let zone = parts.zone() else { return nil }
                offset = zone
            }
        }
        guard parts.rest.isEmpty else { return nil }
        let seconds = offset.map { timegm(&time) - $0 } ?? mktime(&time)
        // `mktime` normalizes the 31st of a shorter month to the next month.
        guard time.tm_mday == day else { return nil }
        return Date(timeIntervalSince1970: Double(Int64(seconds) * 1000 + Int64(milliseconds)) / 1000)
    }
}
