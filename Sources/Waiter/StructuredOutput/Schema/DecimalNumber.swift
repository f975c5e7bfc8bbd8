/// The magnitude of a JSON number in decimal digits. Decimal digits are used so that, for example, 0.3 is a multiple of
/// 0.1.
struct DecimalNumber: Sendable, Hashable {
    /// The digits, without trailing zeros.
    let significand: UInt64
    /// The power of ten by which the digits are multiplied.
    let exponent: Int

    init(significand: UInt64, exponent: Int) {
        var significand = significand
        var exponent = exponent
        while significand != 0, significand.isMultiple(of: 10) {
            significand /= 10
            exponent += 1
        }
        self.significand = significand
        self.exponent = significand == 0 ? 0 : exponent
    }

    /// Creates the magnitude of a number or returns `nil` if the value is not a number.
    init?(_ value: JSONValue) {
        switch value {
        case .integer(let integer): self.init(significand: integer.magnitude, exponent: 0)
        case .number(let number) where number.isFinite: self.init(shortestText: number.description)
        default: return nil
        }
    }

    /// Parses the shortest decimal representation of a number, such as `1.5e-07`.
    private init?(shortestText text: String) {
        var significand: UInt64 = 0
        var exponent = 0
        var isFraction = false
        let parts = text.split(separator: "e", maxSplits: 1)
        guard let digits = parts.first else { return nil }
        for byte in digits.utf8 {
            switch byte {
            case UInt8(ascii: "-"): continue
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                // Any digit that no longer fits is a zero, as in 10000000000000000000. Such a digit changes only the
                // exponent.
                let (product, isLarge) = significand.multipliedReportingOverflow(by: 10)
                let (sum, isLarger) = product.addingReportingOverflow(UInt64(byte - 0x30))
                guard !isLarge, !isLarger else {
                    if !isFraction { exponent += 1 }
                    continue
                }
                significand = sum
                if isFraction { exponent -= 1 }
            default: return nil
            }
        }
        if parts.count == 2 {
            guard let power = Int(parts[1]) else { return nil }
            exponent += power
        }
        self.init(significand: significand, exponent: exponent)
    }

    /// Returns the cost of `isMultiple(of:)`, in steps. The cost is high if the two numbers differ greatly in
    /// magnitude.
    func steps(toDivideBy step: DecimalNumber) -> Int { 1 + max(0, exponent - step.exponent) / 2 }

    /// Returns whether this number is an integer multiple of another number, which must not be zero.
    func isMultiple(of step: DecimalNumber) -> Bool {
        if significand == 0 { return true }
        if step.significand == 0 { return false }
        let shift = exponent - step.exponent
        if shift >= 0 {
            var rest = significand % step.significand
            for _ in 0..<shift where rest != 0 {
                rest = step.significand.dividingFullWidth(rest.multipliedFullWidth(by: 10)).remainder
            }
            return rest == 0
        }
        var divisor = step.significand
        for _ in 0..<(-shift) {
            let (product, isLarger) = divisor.multipliedReportingOverflow(by: 10)
            // A divisor that exceeds 64 bits is larger than the significand.
            if isLarger { return false }
            divisor = product
        }
        return significand.isMultiple(of: divisor)
    }
}
