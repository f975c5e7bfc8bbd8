internal import WaiterPlatform

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// Formats and parses the times in the log.
package enum LogDate {
    /// Formats a time in UTC with milliseconds, such as `2026-11-23T10:32:05.123Z` (RFC 3339).
    package static func exact(_ date: Date) -> String {
        let milliseconds = milliseconds(date)
        let seconds = Int((Double(milliseconds) / 1000).rounded(.down))
        let rest = "\(milliseconds - Int64(seconds) * 1000)"
        return utc(seconds) + "." + String(repeating: "0", count: 3 - rest.count) + rest + "Z"
    }

    /// Formats a time in UTC with seconds.
    package static func brief(_ date: Date) -> String {
        utc(Int((Double(milliseconds(date)) / 1000).rounded(.down))) + "Z"
    }

    /// Formats a time relative to now, in the local time zone, such as `today 10:32`, `yesterday 10:32` or `2026-11-01
    /// 10:32`.
    package static func relative(_ date: Date, now: Date) -> String {
        let day = startOfDay(date)
        let time = format(date, "%H:%M")
        if day == startOfDay(now) { return "today \(time)" }
        // Subtract half a day, because days can have 23 or 25 hours.
        if day == startOfDay(startOfDay(now).addingTimeInterval(-43_200)) { return "yesterday \(time)" }
        return format(date, "%Y-%m-%d %H:%M")
    }

    private static func milliseconds(_ date: Date) -> Int64 {
        // Clamp the time to the years 1 to 9999, which every format can represent.
        Int64((min(max(date.timeIntervalSince1970, -62_135_596_800), 253_402_300_799) * 1000).rounded())
    }

    private static func utc(_ seconds: Int) -> String {
        var (seconds, time) = (time_t(seconds), tm())
        gmtime_r(&seconds, &time)
        // `%Y` is not used, because some systems do not pad it to four digits.
        let year = "\(time.tm_year + 1900)"
        return String(repeating: "0", count: max(0, 4 - year.count)) + year + text(&time, "-%m-%dT%H:%M:%S")
    }

    private static func format(_ date: Date, _ format: String) -> String {
        var time = local(date)
        return text(&time, format)
    }

    private static func local(_ date: Date) -> tm {
        var (seconds, time) = (time_t(milliseconds(date) / 1000), tm())
        localtime_r(&seconds, &time)
        return time
    }

    static func startOfDay(_ date: Date) -> Date {
        var time = local(date)
        (time.tm_hour, time.tm_min, time.tm_sec, time.tm_isdst) = (0, 0, 0, -1)
        return Date(timeIntervalSince1970: Double(mktime(&time)))
    }

    private static func text(_ time: inout tm, _ format: String) -> String {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = buffer.withUnsafeMutableBytes { buffer in
            strftime(buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count, format, &time)
        }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }
}
