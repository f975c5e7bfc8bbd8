internal import WaiterPlatform

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// Parses dates in the formats that servers and models use.
///
/// The supported formats are RFC 3339 and its variations. The time, the seconds and the offset are optional, a
/// space can replace the `T`, and fractions can have any length. An offset is written as `Z`, `-00:00`, `+01:00`,
/// `+0100` or `+01`. A time without an offset is in UTC. A number is interpreted as seconds since 1970.
package enum StructuredDate {
    /// Returns the date that a value represents, or `nil` if the value is not a date.
    package static func date(_ value: JSONValue) -> Date? {
        switch value {
        case .string(let text): date(text)
        case .integer(let seconds): Date(timeIntervalSince1970: Double(seconds))
        case .number(let seconds): Date(timeIntervalSince1970: seconds)
        default: nil
        }
    }

    /// Returns the date that the text represents, or `nil` if the text is not a date.
    package static func date(_ text: String) -> Date? {
        var scanner = Scanner(text)
        return scanner.date()
    }

    private struct Scanner {
        private var rest: Substring.UTF8View

        init(_ text: String) {
            rest = text[...].utf8
            while let first = rest.first, first <= 0x20 { rest.removeFirst() }
            while let last = rest.last, last <= 0x20 { rest.removeLast() }
        }

        mutating func date() -> Date? {
            guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
                let date = CivilDate(year: year, month: month, day: day)
            else { return nil }
            let start = date.day * 86_400
            if rest.isEmpty { return Date(timeIntervalSince1970: Double(start)) }
            guard take("T") || take("t") || take(" "), let time = time(), let offset = offset(), rest.isEmpty
            else { return nil }
            return Date(timeIntervalSince1970: Double(start + time.seconds - offset) + time.fraction)
        }

        /// Parses the time of day and returns it in seconds. 24:00 is the start of the next day, and a leap second is
        /// the start of the next minute.
        private mutating func time() -> (seconds: Int, fraction: Double)? {
            guard let hour = number(2), hour <= 24, take(":"), let minute = number(2), minute <= 59 else { return nil }
            var (second, fraction) = (0, 0.0)
            if take(":") {
                guard let value = number(2), value <= 60 else { return nil }
                second = value
                if take(".") || take(",") {
                    guard let value = self.fraction() else { return nil }
                    fraction = value
                }
            }
            guard hour < 24 || minute == 0 && second == 0 && fraction == 0 else { return nil }
            return (hour * 3600 + minute * 60 + second, fraction)
        }

        private mutating func fraction() -> Double? {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest[digits.endIndex...]
            return digits.isEmpty ? nil : Double("0." + String(Substring(digits)))
        }

        /// Parses the offset from UTC and returns it in seconds.
        private mutating func offset() -> Int? {
            while take(" ") {}
            if rest.isEmpty || take("Z") || take("z") { return 0 }
            let isNegative = take("-")
            guard isNegative || take("+"), let hours = number(2), hours <= 23 else { return nil }
            var minutes = 0
            if !rest.isEmpty {
                _ = take(":")
                guard let value = number(2), value <= 59 else { return nil }
                minutes = value
            }
            let seconds = hours * 3600 + minutes * 60
            return isNegative ? -seconds : seconds
        }

        private mutating func number(_ count: Int) -> Int? {
            var value = 0
            for _ in 0..<count {
                guard let digit = rest.first, (0x30...0x39).contains(digit) else { return nil }
                value = value * 10 + Int(digit - 0x30)
                rest.removeFirst()
            }
            return value
        }

        private mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard let byte = rest.first, UInt32(byte) == character.value else { return false }
            rest.removeFirst()
            return true
        }
    }
}
