#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// Custom conversions that replace Foundation's for the dates and decimals in a document.
package struct JSONScalarRules: Sendable {
    /// A closure that returns the date that a value represents, or `nil` if the value is not a date.
    package let date: @Sendable (JSONValue) -> Date?
    /// A closure that returns the exact decimal for the value at a path, or `nil` to convert the value itself.
    package let decimal: @Sendable (JSONValue, [any CodingKey]) -> Decimal?

    package init(
        date: @escaping @Sendable (JSONValue) -> Date?,
        decimal: @escaping @Sendable (JSONValue, [any CodingKey]) -> Decimal?
    ) {
        self.date = date
        self.decimal = decimal
    }
}
