/// Conversions between decimal text and integers, without binary floating point.
enum DecimalText {
    /// Formats an amount that is given as an integer number of units of 10^-places. Trailing zeros beyond the minimum
    /// number of decimal places are omitted.
    static func text(_ units: UInt64, places: Int, atLeast least: Int = 0) -> String {
        var digits = String(units)
        if digits.count <= places { digits = String(repeating: "0", count: places + 1 - digits.count) + digits }
        let whole = digits.dropLast(places)
        var fraction = digits.suffix(places)
        while fraction.count > least, fraction.last == "0" { fraction.removeLast() }
        return fraction.isEmpty ? String(whole) : "\(whole).\(fraction)"
    }

    /// Parses a decimal number and returns it in units of 10^-places. Returns `nil` if the number is invalid, negative,
    /// too precise or too large.
    ///
    /// An exponent is accepted, because the shortest description of a `Double` can contain an exponent.
    static func units(_ text: some StringProtocol, places: Int) -> Int64? {
        let parts = text.lowercased().split(separator: "e", maxSplits: 1, omittingEmptySubsequences: false)
        var exponent = places
        if parts.count == 2 {
            guard let power = Int(parts[1]), (-40...40).contains(power) else { return nil }
            exponent += power
        }
        let number = parts[0].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = number.count == 2 ? number[1] : ""
        exponent -= fraction.count
        var digits = number[0] + fraction
        guard !number[0].isEmpty, number.count == 1 || !fraction.isEmpty,
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        while exponent < 0, digits.last == "0", digits.count > 1 {
            digits.removeLast()
            exponent += 1
        }
        guard var units = Int64(digits) else { return nil }
        if units == 0 { return 0 }
        guard exponent >= 0 else { return nil }
        for _ in 0..<exponent {
            let (product, overflow) = units.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            units = product
        }
        return units
    }
}
