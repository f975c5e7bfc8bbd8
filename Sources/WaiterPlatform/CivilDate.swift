/// A day in the Gregorian calendar, in UTC.
package struct CivilDate: Sendable, Hashable, Comparable {
    /// The number of days since 1970-01-01.
    package let day: Int

    package init(day: Int) { self.day = day }

    /// Creates the day that contains a time in milliseconds since 1970.
    package init(milliseconds: Int64) {
        let (quotient, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        day = Int(rest < 0 ? quotient - 1 : quotient)
    }

    /// Creates a day from a year, month and day of the month, or returns `nil` if the date is invalid.
    package init?(year: Int, month: Int, day: Int) {
        guard 1...12 ~= month, day >= 1 else { return nil }
        let start = Self.days(year, month)
        let next = month == 12 ? Self.days(year + 1, 1) : Self.days(year, month + 1)
        guard day <= next - start else { return nil }
        self.day = start + day - 1
    }

    /// Parses a date such as `2026-11-23` or returns `nil` if the text is not a valid date.
    package init?(_ text: some StringProtocol) {
        var (year, month, day) = (0, 0, 0)
        var place = 0
        for byte in String(text).utf8 {
            let digit = Int(byte) - 48
            switch place {
            case 4, 7: guard byte == UInt8(ascii: "-") else { return nil }
            case 0...9 where 0...9 ~= digit:
                if place < 4 {
                    year = year * 10 + digit
                } else if place < 7 {
                    month = month * 10 + digit
                } else {
                    day = day * 10 + digit
                }
            default: return nil
            }
            place += 1
        }
        guard place == 10 else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The start of the day in milliseconds since 1970.
    package var milliseconds: Int64 { Int64(day) * 86_400_000 }

    /// The first day of the month.
    package var startOfMonth: CivilDate {
        let (year, month, _) = civil
        return CivilDate(day: Self.days(year, month))
    }

    /// The first day of the next month.
    package var startOfNextMonth: CivilDate {
        let (year, month, _) = civil
        return CivilDate(day: month == 12 ? Self.days(year + 1, 1) : Self.days(year, month + 1))
    }

    package static func < (left: CivilDate, right: CivilDate) -> Bool { left.day < right.day }

    /// Returns the number of days from 1970-01-01 to the first day of a month.
    ///
    /// The algorithm is days_from_civil by Howard Hinnant: https://howardhinnant.github.io/date_algorithms.html
    private static func days(_ year: Int, _ month: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The year, month and day of the month. The algorithm is civil_from_days by Howard Hinnant.
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let place = (5 * dayOfYear + 2) / 153
        let month = place + (place < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * place + 2) / 5 + 1)
    }
}

extension CivilDate: CustomStringConvertible {
    /// The date in ISO 8601 format, such as `2026-11-23`.
    package var description: String {
        let (year, month, day) = civil
        func padded(_ number: Int, _ width: Int) -> String {
            let text = "\(number)"
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}
