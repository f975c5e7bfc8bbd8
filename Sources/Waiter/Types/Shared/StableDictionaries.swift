private struct TextKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ stringValue: String) { self.stringValue = stringValue }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

/// Dictionary encoding in a stable order.
///
/// Without these overloads, the order of members would differ between runs, and equal requests would be encoded as
/// different bytes.
extension KeyedEncodingContainer {
    /// Encodes the members sorted by key.
    mutating func encodeIfPresent(_ value: [String: String]?, forKey key: Key) throws {
        guard let value else { return }
        var container = nestedContainer(keyedBy: TextKey.self, forKey: key)
        for (name, text) in value.sorted(by: { $0.key < $1.key }) {
            try container.encode(text, forKey: TextKey(name))
        }
    }

    /// Encodes the members sorted by token ID. The IDs are encoded as strings, because JSON keys are strings.
    mutating func encodeIfPresent(_ value: [Int: Double]?, forKey key: Key) throws {
        guard let value else { return }
        var container = nestedContainer(keyedBy: TextKey.self, forKey: key)
        for (token, bias) in value.sorted(by: { $0.key < $1.key }) {
            if let whole = Int(exactly: bias) {
                try container.encode(whole, forKey: TextKey(String(token)))
            } else {
                try container.encode(bias, forKey: TextKey(String(token)))
            }
        }
    }
}

extension KeyedDecodingContainer {
    /// Decodes an object whose keys are token IDs. Throws `DecodingError.dataCorrupted` if a key is not an integer.
    func tokenBiases(forKey key: Key) throws -> [Int: Double]? {
        guard let biases = try decodeIfPresent([String: Double].self, forKey: key) else { return nil }
        var numbered: [Int: Double] = [:]
        for (text, bias) in biases {
            guard let token = Int(text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key,
                    in: self,
                    debugDescription: "\"\(text)\" is not a token ID."
                )
            }
            numbered[token] = bias
        }
        return numbered
    }
}
