internal import Waiter

/// An amount in US dollars, exact to 10^-12 dollars.
public struct Dollars: Sendable, Hashable, Comparable {
    /// The amount in units of 10^-12 dollars. 64 bits are enough for nine million dollars.
    public let picodollars: Int64

    /// Creates an amount from units of 10^-12 dollars.
    public init(picodollars: Int64) {
        self.picodollars = picodollars
    }

    /// Creates an amount from a decimal number such as `12.50`.
    ///
    /// For constants, use `.dollars(5)` and `.cents(50)`, which cannot fail.
    ///
    /// - Throws: `OpenAIError` with code `.configuration` for anything other than a number from 0 to nine million
    ///   with at most twelve decimal places. The initializer throws instead of returning `nil` so that an unreadable
    ///   limit is not mistaken for no limit.
    public init(_ text: some StringProtocol) throws {
        guard let amount = Dollars(decimal: text) else {
            let excerpt = String(text.prefix(40))
            throw OpenAIError(
                .configuration,
                "'\(excerpt)' is not a dollar amount; expected a decimal number such as 12.50, without a currency sign"
            )
        }
        self = amount
    }

    /// Returns the amount for a number of whole dollars, clamped to the maximum of about nine million dollars.
    public static func dollars(_ count: Int) -> Dollars { multiple(of: 1_000_000_000_000, count) }

    /// Returns the amount for a number of whole cents, clamped to the maximum of about nine million dollars.
    public static func cents(_ count: Int) -> Dollars { multiple(of: 10_000_000_000, count) }

    private static func multiple(of unit: Int64, _ count: Int) -> Dollars {
        let (product, overflow) = unit.multipliedReportingOverflow(by: Int64(count))
        return Dollars(picodollars: overflow ? (count < 0 ? .min : .max) : product)
    }

    /// Parses a decimal number such as `12.50`. Returns `nil` if the number is negative, malformed or too large, or has
    /// more than twelve decimal places.
    package init?(decimal text: some StringProtocol) {
        guard let units = DecimalText.units(text, places: 12) else { return nil }
        picodollars = units
    }

    /// Creates an amount from a price reported by a server, rounded to 10^-12 dollars.
    ///
    /// Returns `nil` if the price is negative, not finite, or above nine million dollars.
    public init?(reported amount: Double) {
        guard amount.isFinite, amount >= 0, amount <= 9_000_000 else { return nil }
        picodollars = Int64((amount * 1e12).rounded())
    }

    /// Zero dollars. This amount means that something is free, not that its cost is unknown.
    public static let zero = Dollars(picodollars: 0)

    /// Returns whether the first amount is less than the second.
    public static func < (left: Dollars, right: Dollars) -> Bool { left.picodollars < right.picodollars }

    /// Returns the sum of two amounts, or `nil` on overflow.
    public func adding(_ other: Dollars) -> Dollars? {
        let (sum, overflow) = picodollars.addingReportingOverflow(other.picodollars)
        return overflow ? nil : Dollars(picodollars: sum)
    }
}

extension Dollars: CustomStringConvertible {
    /// The exact amount with at least two decimal places: `$1.28`, `$0.000046`, `$0.00000006`.
    public var description: String { sign + "$" + decimal }

    /// The exact amount without a currency symbol and with at least two decimal places: `1.28`, `-0.000046`.
    public var decimalText: String { sign + decimal }

    /// The amount rounded for display: `$12.34`, `$0.0012`, `<$0.0001`.
    ///
    /// Amounts of at least one dollar have two decimal places, and smaller amounts have at most four. Amounts are
    /// rounded to the nearest value, with halves rounded away from zero. An amount smaller than the last decimal place
    /// is shown with `<`, never as zero.
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
