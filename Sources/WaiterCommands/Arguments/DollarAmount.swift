internal import WaiterModels

/// Parses dollar amounts from the command line.
enum DollarAmount {
    /// Parses `5`, `$5`, `0.05`, `.05` or `5.`. Returns `nil` for anything else.
    static func dollars(_ text: String) -> Dollars? {
        var digits = Substring(text)
        if digits.hasPrefix("$") { digits.removeFirst() }
        if digits.hasSuffix("."), digits.first?.isASCII == true, digits.first?.isNumber == true { digits.removeLast() }
        return Dollars(decimal: digits.hasPrefix(".") ? "0" + digits : String(digits))
    }

    /// Returns the problem with an amount, phrased to follow the argument's name, or `nil` if the amount is valid.
    static func complaint(_ text: String) -> String? {
        if dollars(text) != nil { return nil }
        let number = Double(text.hasPrefix("$") ? String(text.dropFirst()) : text)
        if let number, number < 0 { return "must be at least 0" }
        if let number, number.isFinite, number > 9_000_000 { return "must be at most 9223372 dollars" }
        return "must be an amount in dollars, such as 5 or 0.50"
    }

    /// Returns whether an argument that looks like an option is a number.
    static func isNegative(_ word: String) -> Bool {
        guard word.hasPrefix("-"), let next = word.dropFirst().first else { return false }
        return next == "." || next == "$" || ("0"..."9").contains(next)
    }
}
