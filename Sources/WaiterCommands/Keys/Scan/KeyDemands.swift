internal import WaiterPlatform

/// Requirements that distinguish a key from a word or placeholder in the same format.
package struct KeyDemands: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// The key must contain both uppercase and lowercase letters.
    package static let mixedCase = KeyDemands(rawValue: 1)
    package static let digit = KeyDemands(rawValue: 2)
    /// The key must contain the text `OpenAI` encoded as base64 (eight characters), which OpenAI embeds in its keys.
    package static let openAIMarker = KeyDemands(rawValue: 4)

    private static let marker = Array("T3BlbkFJ".utf8)

    /// Returns whether the part after a key's prefix could be random.
    ///
    /// - Parameters:
    ///   - body: The part after the prefix.
    ///   - set: The characters that the part can contain.
    /// - Returns: Whether all requirements are met.
    package func areMet(by body: UnsafeBufferPointer<UInt8>, of set: ByteSet) -> Bool {
        if contains(.digit), !body.contains(where: { ByteSet.digit.contains(byte: $0) }) { return false }
        if contains(.mixedCase) {
            guard body.contains(where: { ByteSet.upper.contains(byte: $0) }),
                body.contains(where: { ByteSet.lower.contains(byte: $0) })
            else { return false }
        }
        if contains(.openAIMarker), !Self.hasMarker(body) { return false }
        return Self.entropy(of: body) >= Self.leastEntropy(length: body.count, alphabet: set.size)
            && !PlaceholderFilter.matches(body)
    }

    private static func hasMarker(_ body: UnsafeBufferPointer<UInt8>) -> Bool {
        guard body.count >= marker.count else { return false }
        return (0...body.count - marker.count).contains { start in
            marker.indices.allSatisfy { body[start + $0] == marker[$0] }
        }
    }

    /// Returns three quarters of the maximum entropy of a text with the given length. The entropy of a random text is
    /// about nine tenths of the maximum.
    private static func leastEntropy(length: Int, alphabet: Int) -> Double {
        0.75 * min(log2(Double(length)), log2(Double(alphabet)))
    }

    /// Returns the Shannon entropy in bits per character.
    package static func entropy(of body: UnsafeBufferPointer<UInt8>) -> Double {
        guard !body.isEmpty else { return 0 }
        return withUnsafeTemporaryAllocation(of: Int32.self, capacity: 256) { counts in
            counts.initialize(repeating: 0)
            for byte in body { counts[Int(byte)] += 1 }
            return counts.reduce(into: 0) { sum, count in
                guard count > 0 else { return }
                let share = Double(count) / Double(body.count)
                sum -= share * log2(share)
            }
        }
    }
}
