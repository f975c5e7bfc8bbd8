extension Dollars: Codable {
    /// Decodes an amount from a decimal number, given as text or as a JSON number.
    ///
    /// - Throws: `DecodingError` for any other value, or if the number has more than twelve decimal places.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            let isNegative = text.hasPrefix("-")
            if let amount = Dollars(decimal: isNegative ? String(text.dropFirst()) : text) {
                self.init(picodollars: isNegative ? -amount.picodollars : amount.picodollars)
                return
            }
        } else if let amount = Dollars(reported: try container.decode(Double.self)) {
            self = amount
            return
        }
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected a dollar amount")
    }

    /// Encodes the exact amount as text, such as `"0.000046"`, because a binary floating-point number would be rounded.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(decimalText)
    }
}
