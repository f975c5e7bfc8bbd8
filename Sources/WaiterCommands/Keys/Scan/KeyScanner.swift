/// Finds keys in text in a single pass, without regular expressions.
///
/// A table of all byte pairs indicates the pairs with which a key can start. At each position where such a pair occurs,
/// the scanner compares eight bytes. If the bytes match, the detector checks the rest of the key.
package struct KeyScanner: Sendable {
    /// The scanner for all known kinds of keys.
    package static let standard = KeyScanner(KeyShape.all + NamedKey.all + [PrivateKeyBlock()])

    /// The first eight bytes of a detector's matches, and the detector's index. The bytes are stored as an integer, so
    /// that they can be compared in a single operation.
    private struct Candidate: Sendable {
        let value: UInt64
        let mask: UInt64
        let number: Int

        init(_ detector: any KeyDetector, number: Int) {
            self.number = number
            var (value, mask): (UInt64, UInt64) = (0, 0)
            for (place, byte) in detector.lead.prefix(8).enumerated() {
                let isLetter = ByteSet([.lower, .upper]).contains(byte: byte)
                let kept: UInt8 = detector.ignoresCase && isLetter ? 0xDF : 0xFF
                mask |= UInt64(kept) << (place * 8)
                value |= UInt64(byte & kept) << (place * 8)
            }
            (self.value, self.mask) = (value, mask)
        }
    }

    /// The number of the group of candidates for each byte pair, or 0 if no candidate starts with the pair.
    private let groupNumbers: [UInt8]
    /// The range of each group in `candidates`.
    private let groups: [Range<Int>]
    private let candidates: [Candidate]
    private let detectors: [any KeyDetector]

    /// Creates a scanner with the given detectors.
    ///
    /// Detectors that share a prefix are tried in order.
    package init(_ detectors: [any KeyDetector]) {
        var numbers = [UInt8](repeating: 0, count: 1 << 16)
        var groups: [[Candidate]] = [[]]
        for (number, detector) in detectors.enumerated() {
            for pair in Self.pairs(of: detector) {
                if numbers[pair] == 0 {
                    numbers[pair] = UInt8(groups.count)
                    groups.append([])
                }
                groups[Int(numbers[pair])].append(Candidate(detector, number: number))
            }
        }
        self.detectors = detectors
        groupNumbers = numbers
        candidates = groups.flatMap { $0 }
        var start = 0
        self.groups = groups.map { group in
            defer { start += group.count }
            return start..<start + group.count
        }
    }

    /// Returns the byte pairs with which a match of the detector can start.
    private static func pairs(of detector: any KeyDetector) -> Set<Int> {
        func spellings(_ byte: UInt8) -> [Int] {
            detector.ignoresCase && ByteSet.lower.contains(byte: byte) ? [Int(byte), Int(byte & 0xDF)] : [Int(byte)]
        }
        return Set(
            spellings(detector.lead[0]).flatMap { first in
                spellings(detector.lead[1]).map { first << 8 | $0 }
            }
        )
    }

    /// Reports each key, in the order in which the keys occur in the text.
    package func scan(_ text: UnsafeBufferPointer<UInt8>, _ report: (KeyMatch) throws -> Void) rethrows {
        guard text.count > 1 else { return }
        try groupNumbers.withUnsafeBufferPointer { numbers in
            var pair = Int(text[0])
            var position = 1
            while position < text.count {
                pair = (pair << 8 | Int(text[position])) & 0xFFFF
                position += 1
                let group = numbers[pair]
                if group == 0 { continue }
                guard let match = firstMatch(of: group, in: text, at: position - 2) else { continue }
                try report(match)
                position = max(match.range.upperBound, position)
                pair = Int(text[position - 1])
            }
        }
    }

    private func firstMatch(of group: UInt8, in text: UnsafeBufferPointer<UInt8>, at start: Int) -> KeyMatch? {
        let word = Self.word(in: text, at: start)
        for place in groups[Int(group)] where word & candidates[place].mask == candidates[place].value {
            if let match = detectors[candidates[place].number].match(in: text, at: start) { return match }
        }
        return nil
    }

    /// Returns the next eight bytes in little-endian order, padded with zeros at the end of the text.
    private static func word(in text: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt64 {
        if text.count - start >= 8 {
            return UInt64(
                littleEndian: UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: start, as: UInt64.self)
            )
        }
        return text[start...].enumerated().reduce(0) { $0 | UInt64($1.element) << ($1.offset * 8) }
    }

    /// Returns the text with all keys masked.
    package static func redacted(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return bytes.withUnsafeBufferPointer { buffer in
            var output: [UInt8] = []
            var end = 0
            standard.scan(buffer) { match in
                output += buffer[end..<match.range.lowerBound] + Array(match.masked(in: buffer).utf8)
                end = match.range.upperBound
            }
            return String(decoding: output + buffer[end...], as: UTF8.self)
        }
    }

    /// Returns whether the text contains a key.
    package static func containsKey(_ text: String) -> Bool {
        var isFound = false
        Array(text.utf8).withUnsafeBufferPointer { standard.scan($0) { _ in isFound = true } }
        return isFound
    }
}
