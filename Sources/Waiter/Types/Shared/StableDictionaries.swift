private struct TextKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ stringValue: String) { self.stringValue = stringValue }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}

/// Without these overloads the members of a dictionary would stand in another order in each run of a program, and equal
/// requests would have different bytes.
extension KeyedEncodingContainer {
    /// Writes the members in the order of their keys.
    mutating func encodeIfPresent(_ value: [String: String]?, forKey key: Key) throws {
        guard let value else { return }
        var container = nestedContainer(keyedBy: TextKey.self, forKey: key)
        for (name, text) in value.sorted(by: { $0.key < $1.key }) {
            try container.encode(text, forKey: TextKey(name))
        }
    }

    /// Writes the members in the order of their numbers; the number stands as text, as JSON wants of keys.
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
    /// Reads an object whose keys are numbers of tokens; throws `DecodingError.dataCorrupted` for another key.
    func tokenBiases(forKey key: Key) throws -> [Int: Double]? {
        guard let biases = try decodeIfPresent([String: Double].self, forKey: key) else { return nil }
        var numbered: [Int: Double] = [:]
        for (text, bias) in biases {
            guard let token = Int(text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: key,
                    in: self,
                    debugDescription: "\"\(text)\" is not the number of a token."
                )
            }
            numbered[token] = bias
        }
        return numbered
    }
}
