/// An amount of money in US dollars, exact to a millionth of a millionth.
public struct Dollars: Sendable, Hashable, Comparable {
    /// The amount in units of 10^-12 dollars; 64 bits hold nine million dollars.
    public let picodollars: Int64

    /// Makes an amount of so many units of 10^-12 dollars.
    public init(picodollars: Int64) {
        self.picodollars = picodollars
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
    /// At least two places, at most six, rounded to the nearest: `$1.28`, `$0.000046`, `<$0.000001`.
    public var description: String {
        let sign = picodollars < 0 ? "-" : ""
        let amount = picodollars.magnitude
        if amount > 0, amount < 1_000_000 { return picodollars < 0 ? "-<$0.000001" : "<$0.000001" }
        let millionths = (amount + 500_000) / 1_000_000
        return sign + "$" + DecimalText.text(millionths, places: 6, atLeast: 2)
    }
}
