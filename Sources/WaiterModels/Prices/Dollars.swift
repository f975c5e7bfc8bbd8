/// An amount of money in US dollars, exact to a millionth of a millionth.
public struct Dollars: Sendable, Hashable, Comparable {
    /// The amount in units of 10^-12 dollars; 64 bits hold nine million dollars.
    public let picodollars: Int64

    /// Makes an amount of so many units of 10^-12 dollars.
    public init(picodollars: Int64) {
        self.picodollars = picodollars
    }

    /// Makes an amount of a decimal number such as `12.50`.
    ///
    /// Nil for what is none of at least 0 with at most twelve places, or is more than can be told.
    public init?(_ text: some StringProtocol) {
        guard let units = DecimalText.units(text, places: 12) else { return nil }
        picodollars = units
    }

    /// Creates an amount from a price that a server reports, rounded to a millionth of a millionth.
    ///
    /// Nil for what is negative, not finite, or above nine million dollars.
    public init?(reported amount: Double) {
        guard amount.isFinite, amount >= 0, amount <= 9_000_000 else { return nil }
        picodollars = Int64((amount * 1e12).rounded())
    }

    /// Nothing: known to be free, which is another thing than unknown.
    public static let zero = Dollars(picodollars: 0)

    /// Whether the one amount is less than the other.
    public static func < (left: Dollars, right: Dollars) -> Bool { left.picodollars < right.picodollars }

    /// The sum; nil when it is more than can be told.
    public func adding(_ other: Dollars) -> Dollars? {
        let (sum, overflow) = picodollars.addingReportingOverflow(other.picodollars)
        return overflow ? nil : Dollars(picodollars: sum)
    }
}

extension Dollars: CustomStringConvertible {
    /// The exact amount with at least two places: `$1.28`, `$0.000046`, `$0.00000006`. Nothing is rounded.
    public var description: String { sign + "$" + decimal }

    /// The exact amount as a decimal number with at least two places, without a sign for dollars: `1.28`, `-0.000046`.
    public var decimalText: String { sign + decimal }

    /// The amount as short as people want it: `$12.34`, `$0.0012`, `<$0.0001`.
    ///
    /// From a dollar on it has two places, below it at most four; rounded to the nearest, a half away from nothing. What
    /// is less than the last place is told as less, never as nothing.
    public var shortText: String {
        let amount = picodollars.magnitude
        if amount > 0, amount < 100_000_000 { return picodollars < 0 ? "-<$0.0001" : "<$0.0001" }
        let tenthsOfMills = (amount + 50_000_000) / 100_000_000
        if tenthsOfMills < 10_000 { return sign + "$" + DecimalText.text(tenthsOfMills, places: 4, atLeast: 2) }
        let cents = (amount + 5_000_000_000) / 10_000_000_000
        return sign + "$" + DecimalText.text(cents, places: 2, atLeast: 2)
    }

    private var sign: String { picodollars < 0 ? "-" : "" }

    private var decimal: String { DecimalText.text(picodollars.magnitude, places: 12, atLeast: 2) }
}
