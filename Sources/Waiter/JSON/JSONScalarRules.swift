#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// The conversions of a document whose dates and decimals are not decoded as Foundation does.
package struct JSONScalarRules: Sendable {
    /// Returns the date that a value stands for; `nil` for none.
    package let date: @Sendable (JSONValue) -> Date?
    /// Returns the exact decimal of the value at a path; `nil` to convert the value itself.
    package let decimal: @Sendable (JSONValue, [any CodingKey]) -> Decimal?

    package init(
        date: @escaping @Sendable (JSONValue) -> Date?,
        decimal: @escaping @Sendable (JSONValue, [any CodingKey]) -> Decimal?
    ) {
        self.date = date
        self.decimal = decimal
    }
}
