package import HTTPTypes
internal import WaiterPlatform

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// Functions that parse response headers and error messages to determine the delay before the next attempt.
package enum RetryHeaders {
    /// Returns the delay in `retry-after-ms` or, if that header is absent or invalid, in `retry-after`. The value of
    /// `retry-after` is a number of seconds or an HTTP date. Returns `nil` if there is no positive delay.
    package static func retryAfter(_ fields: HTTPFields, now: Date) -> Duration? {
        if let milliseconds = fields.text("retry-after-ms").flatMap(decimal),
            let delay = duration(seconds: milliseconds / 1000)
        {
            return delay
        }
        guard let text = fields.text("retry-after") else { return nil }
        if let seconds = decimal(text) { return duration(seconds: seconds) }
        return httpDate(text, now: now).flatMap { duration(seconds: $0.timeIntervalSince(now)) }
    }

    /// Returns the time until all exhausted limits have reset, or `nil` if no limit is exhausted.
    ///
    /// The reset time of a limit is the time until the full amount is available again. If a limit is not exhausted, its
    /// reset time is ignored.
    package static func rateLimitReset(_ limits: RateLimits?) -> Duration? {
        [limits?.requests, limits?.tokens, limits?.inputTokens, limits?.outputTokens].compactMap { allowance in
            guard let remaining = allowance?.remaining, remaining <= 0 else { return nil }
            return allowance?.reset
        }.max().flatMap { $0 > .zero ? $0 : nil }
    }

    /// Returns the delay specified in an error message. Examples of such messages are `Please try again in 750ms.` and
    /// `retry after 20 seconds`.
    ///
    /// - Returns: The delay, or `nil` if the message does not specify a finite, positive delay.
    package static func retryAfter(inMessage message: String) -> Duration? {
        let text = Array(message.prefix(4000).lowercased().utf8)
        for phrase in ["try again in ", "try again after ", "retry in ", "retry after ", "retrying in ", "wait "] {
            var start = 0
            while let end = text.end(of: Array(phrase.utf8), from: start) {
                if let wait = wait(in: text[end...]) { return wait }
                start = end
            }
        }
        return nil
    }

    /// Parses a duration such as `6m0s`, `1.5s`, `20 seconds` or `1 minute 5 seconds` at the start of the text.
    private static func wait(in text: ArraySlice<UInt8>) -> Duration? {
        var rest = text
        var total = 0.0
        var hasUnit = false
        while true {
            let number = rest.prefix { (0x30...0x39).contains($0) || $0 == 0x2E }
            guard let value = Double(String(decoding: number, as: UTF8.self)) else { break }
            var tail = rest.dropFirst(number.count).drop { $0 == 0x20 }
            let letters = tail.prefix { (0x61...0x7A).contains($0) }
            guard let seconds = waitUnits[String(decoding: letters, as: UTF8.self)] else { break }
            total += value * seconds
            hasUnit = true
            tail = tail.dropFirst(letters.count)
            rest = tail.drop { $0 == 0x20 || $0 == 0x2C }
        }
        return hasUnit ? duration(seconds: total) : nil
    }

    private static let waitUnits: [String: Double] = [
        "ms": 0.001, "millisecond": 0.001, "milliseconds": 0.001, "s": 1, "sec": 1, "secs": 1, "second": 1,
        "seconds": 1,
        "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "h": 3600, "hour": 3600, "hours": 3600,
        "d": 86400, "day": 86400, "days": 86400,
    ]

    /// Returns the time until a limit resets. The text can be a duration, an RFC 3339 timestamp, or the number of
    /// seconds since 1970.
    package static func reset(_ text: String, now: () -> Date) -> Duration? {
        let time = timestamp(text) ?? decimal(text).flatMap { $0 >= 1e9 ? Date(timeIntervalSince1970: $0) : nil }
        guard let time else { return resetDuration(text) }
        return duration(seconds: time.timeIntervalSince(now())) ?? .zero
    }

    /// Parses a time such as `2026-11-23T13:03:25Z` or `2026-11-23T14:03:25.101+01:00`.
    private static func timestamp(_ text: String) -> Date? {
        let parts = text.uppercased().split(separator: "T", maxSplits: 1)
        guard parts.count == 2, let day = CivilDate(parts[0]),
            let end = parts[1].firstIndex(where: { "Z+-".contains($0) })
        else { return nil }
        let clock = parts[1][..<end].split(separator: ":").compactMap { decimal(String($0)) }
        guard clock.count == 3, 0..<24 ~= clock[0], 0..<60 ~= clock[1], 0..<61 ~= clock[2] else { return nil }
        var seconds = Double(day.day) * 86400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
        if parts[1][end] != "Z" {
            let offset = parts[1][end...].dropFirst().split(separator: ":").compactMap { Int($0) }
            guard offset.count == 2, 0..<24 ~= offset[0], 0..<60 ~= offset[1] else { return nil }
            seconds += Double(offset[0] * 3600 + offset[1] * 60) * (parts[1][end] == "-" ? 1 : -1)
        }
        return Date(timeIntervalSince1970: seconds)
    }

    /// Parses a duration such as `1s`, `6m0s`, `20ms` or `1h2m3.5s`. A number without a unit is in seconds.
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

    /// Parses a plain decimal number. `Double` would also accept `inf`, `nan` and hexadecimal numbers.
    private static func decimal(_ text: String) -> Double? {
        let trimmed = text.filter { $0 != " " }
        guard !trimmed.isEmpty, trimmed.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D })
        else { return nil }
        return Double(trimmed)
    }

    /// Returns a duration of at most one year, so that no header can overflow `Duration`.
    private static func duration(seconds: Double) -> Duration? {
        guard seconds.isFinite, seconds > 0 else { return nil }
        return .seconds(min(seconds, 31_536_000))
    }

    /// Parses a date in one of the three formats required by RFC 9110, section 5.6.7.
    ///
    /// Examples of the formats are `Sun, 06 Nov 1994 08:49:37 GMT`, `Sunday, 06-Nov-94 08:49:37 GMT` and
    /// `Sun Nov  6 08:49:37 1994`.
    package static func httpDate(_ text: String, now: Date = Date()) -> Date? {
        let parts = text.split(separator: " ").map(String.init)
        switch parts.count {
        case 6 where parts[5] == "GMT": return date(parts[1], parts[2], parts[3], parts[4])
        case 5: return date(parts[2], parts[1], parts[4], parts[3])
        case 4 where parts[3] == "GMT":
            let day = parts[1].split(separator: "-").map(String.init)
            guard day.count == 3, day[2].count == 2, let year = Int(day[2]) else { return nil }
            // A two-digit year is never interpreted as more than fifty years in the future.
            let latest = Int(now.timeIntervalSince1970 / 31_556_952) + 1970 + 50
            let full = latest - (latest - year) % 100
            return date(day[0], day[1], "\(full)", parts[2])
        default: return nil
        }
    }

    private static func date(_ day: String, _ month: String, _ year: String, _ time: String) -> Date? {
        guard let day = Int(day), let year = Int(year), let month = months.firstIndex(of: month),
            (1970...9999).contains(year), let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        let time = time.split(separator: ":").compactMap { Int($0) }
        guard time.count == 3, (0...23).contains(time[0]), (0...59).contains(time[1]), (0...60).contains(time[2])
        else { return nil }
        return Date(timeIntervalSince1970: Double(date.day * 86400 + time[0] * 3600 + time[1] * 60 + time[2]))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}

extension [UInt8] {
    /// Returns the index after the end of the next occurrence of a pattern.
    fileprivate func end(of pattern: [UInt8], from start: Int) -> Int? {
        guard count >= pattern.count, start <= count - pattern.count else { return nil }
        return (start...count - pattern.count).first { self[$0..<$0 + pattern.count].elementsEqual(pattern) }
            .map { $0 + pattern.count }
    }
}
