package import HTTPTypes

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// Reads from a response's headers how long to wait before the next attempt.
package enum RetryHeaders {
    /// `retry-after-ms`, else `retry-after` in seconds or as an HTTP date; nil unless finite and above zero.
    package static func retryAfter(_ fields: HTTPFields, now: Date) -> Duration? {
        if let milliseconds = fields.text("retry-after-ms").flatMap(decimal),
            let delay = duration(seconds: milliseconds / 1000)
        {
            return delay
        }
        guard let text = fields.text("retry-after") else { return nil }
        if let seconds = decimal(text) { return duration(seconds: seconds) }
        return httpDate(text).flatMap { duration(seconds: $0.timeIntervalSince(now)) }
    }

    /// The longer of the two reset times, both of which must have passed before a request can succeed.
    package static func rateLimitReset(_ limits: RateLimits?) -> Duration? {
        let exhausted = [limits?.requests, limits?.tokens].compactMap { $0 }
        let empty = exhausted.filter { $0.remaining == 0 }
        return (empty.isEmpty ? exhausted : empty).compactMap(\.reset).max().flatMap { $0 > .zero ? $0 : nil }
    }

    /// Reads times such as `1s`, `6m0s`, `20ms`, `1h2m3.5s`; plain numbers are seconds.
    package static func resetDuration(_ text: String) -> Duration? {
        if let seconds = decimal(text) { return duration(seconds: seconds) ?? (seconds == 0 ? .zero : nil) }
        var total = 0.0
        var number = ""
        var rest = Substring(text)
        while let character = rest.first {
            if character.isASCII && (character.isNumber || character == ".") {
                number.append(character)
                rest.removeFirst()
                continue
            }
            guard let value = decimal(number), let unit = units.first(where: { rest.hasPrefix($0.name) }) else {
                return nil
            }
            total += value * unit.seconds
            number = ""
            rest.removeFirst(unit.name.count)
        }
        guard number.isEmpty, !text.isEmpty else { return nil }
        return duration(seconds: total) ?? (total == 0 ? .zero : nil)
    }

    private static let units: [(name: String, seconds: Double)] = [
        ("ms", 0.001), ("us", 0.000_001), ("ns", 0.000_000_001), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1),
    ]

    /// A plain decimal number; `Double` alone would also take `inf`, `nan` and hexadecimal.
    private static func decimal(_ text: String) -> Double? {
        let trimmed = text.filter { $0 != " " }
        guard !trimmed.isEmpty, trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D })
        else { return nil }
        return Double(trimmed)
    }

    /// Bounded by a year, so that no header overflows a `Duration`.
    private static func duration(seconds: Double) -> Duration? {
        guard seconds.isFinite, seconds > 0 else { return nil }
        return .seconds(min(seconds, 31_536_000))
    }

    /// The preferred form of RFC 9110 section 5.6.7, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    package static func httpDate(_ text: String) -> Date? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let time = parts[4].split(separator: ":").compactMap { Int($0) }
        guard time.count == 3, (1...31).contains(day), (1970...9999).contains(year), (0...23).contains(time[0]),
            (0...59).contains(time[1]), (0...60).contains(time[2])
        else { return nil }
        let days = daysSinceEpoch(year: year, month: month + 1, day: day)
        return Date(timeIntervalSince1970: Double(days * 86400 + time[0] * 3600 + time[1] * 60 + time[2]))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Counts days in the Gregorian calendar, years beginning in March so that the leap day comes last.
    private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let monthFromMarch = (month + 9) % 12
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let leapDays = shifted / 4 - shifted / 100 + shifted / 400
        return shifted * 365 + leapDays + dayOfYear - 719_468
    }
}
