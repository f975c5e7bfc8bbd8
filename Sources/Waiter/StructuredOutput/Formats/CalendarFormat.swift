/// Validators for dates and times as defined by RFC 3339, and for durations as defined by Appendix A of RFC 3339.
enum CalendarFormat {
    typealias Bytes = ArraySlice<UInt8>

    static func isDateTime(_ bytes: Bytes) -> Bool {
        guard bytes.count > 11 else { return false }
        let separator = bytes[bytes.startIndex + 10]
        guard separator | 0x20 == UInt8(ascii: "t") else { return false }
        return isDate(bytes.prefix(10)) && isTime(bytes.dropFirst(11))
    }

    static func isDate(_ bytes: Bytes) -> Bool {
        guard bytes.count == 10 else { return false }
        var rest = bytes
        guard let year = digits(4, &rest), skip("-", &rest), let month = digits(2, &rest), skip("-", &rest),
            let day = digits(2, &rest), (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
        return (1...days).contains(day)
    }

    static func isTime(_ bytes: Bytes) -> Bool {
        var rest = bytes
        guard let hour = digits(2, &rest), skip(":", &rest), let minute = digits(2, &rest), skip(":", &rest),
            let second = digits(2, &rest), hour < 24, minute < 60, second <= 60
        else { return false }
        if skip(".", &rest) {
            let fraction = rest.prefix { $0.isDigit }
            guard !fraction.isEmpty else { return false }
            rest = rest.dropFirst(fraction.count)
        }
        guard let offset = offset(rest) else { return false }
        // A leap second is always the last second of a UTC day.
        let minutes = (hour * 60 + minute - offset + 2880) % 1440
        return second < 60 || minutes == 1439
    }

    /// Returns a time zone's offset in minutes.
    private static func offset(_ bytes: Bytes) -> Int? {
        guard let sign = bytes.first else { return nil }
        var rest = bytes.dropFirst()
        if sign | 0x20 == UInt8(ascii: "z") { return rest.isEmpty ? 0 : nil }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
        guard let hours = digits(2, &rest), skip(":", &rest), let minutes = digits(2, &rest), rest.isEmpty else {
            return nil
        }
        guard hours < 24, minutes < 60 else { return nil }
        return (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    static func isDuration(_ bytes: Bytes) -> Bool {
        guard bytes.first == UInt8(ascii: "P") else { return false }
        let parts = bytes.dropFirst().split(separator: UInt8(ascii: "T"), omittingEmptySubsequences: false)
        guard let date = parts.first, parts.count <= 2, bytes.count > 2 else { return false }
        if parts.count == 1, date.last == UInt8(ascii: "W") { return isComponents(date, "W") }
        guard isComponents(date, "YMD") else { return false }
        return parts.count == 1 ? !date.isEmpty : !parts[1].isEmpty && isComponents(parts[1], "HMS")
    }

    /// Returns whether the text is a sequence of numbers, each followed by a unit. The units must be consecutive in the
    /// given list.
    private static func isComponents(_ bytes: Bytes, _ units: String) -> Bool {
        let units = Array(units.utf8)
        var rest = bytes
        var last: Int?
        while !rest.isEmpty {
            let number = rest.prefix { $0.isDigit }
            rest = rest.dropFirst(number.count)
            guard !number.isEmpty, let unit = rest.popFirst(), let index = units.firstIndex(of: unit) else {
                return false
            }
            if let last, index != last + 1 { return false }
            last = index
        }
        return true
    }

    private static func digits(_ count: Int, _ rest: inout Bytes) -> Int? {
        let text = rest.prefix(count)
        guard text.count == count, text.allSatisfy(\.isDigit) else { return nil }
        rest = rest.dropFirst(count)
        return text.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func skip(_ character: Unicode.Scalar, _ rest: inout Bytes) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }
}
