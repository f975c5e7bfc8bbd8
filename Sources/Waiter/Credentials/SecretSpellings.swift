#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The forms of a secret, including forms that a plain comparison would miss. For example, the secret can have a
/// different case, be reversed, be encoded in hexadecimal or base64, or have punctuation between its characters. Any
/// part of the secret that is long enough to be revealing is also included.
///
/// Secrets are compared by their letters and digits in lowercase. A secret that has only a few letters and digits must
/// match literally, because it would otherwise match ordinary text.
final class SecretSpellings: Sendable {
    private struct Start: Sendable {
        let spelling: Int
        let offset: Int
    }

    /// The minimum number of letters and digits in a masked part of a secret.
    private static let shortestPart = 10
    /// The number of bytes that are used to look up positions.
    private static let keyLength = 8

    /// A form that is matched literally.
    private struct ExactForm: Sendable {
        let bytes: [UInt8]
        let mask: [UInt8]

        init(_ form: String) {
            bytes = Array(form.utf8)
            mask = Array(APIKey.masked(form).utf8)
        }
    }

    /// The length of the secret, in bytes.
    let length: Int
    /// The replacement for the secret.
    private let mask: [UInt8]
    /// The forms that are matched literally, longest first.
    private let exact: [ExactForm]
    /// The lowercase letters and digits of each form, and the minimum length of a masked part.
    private let folded: [(bytes: [UInt8], part: Int)]
    private let starts: [UInt64: [Start]]
    /// A bit set with a bit for the hash of each key in `starts`. It speeds up the check for most text, which contains
    /// none of the keys.
    private let filter: [UInt64]
    /// The length of the shortest exact form, in bytes.
    private let shortestExact: Int
    /// The length of the shortest text that masking can change, in bytes.
    private let shortest: Int

    init(_ secret: String) {
        length = secret.utf8.count
        mask = Array(APIKey.masked(secret).utf8)
        exact = Self.exactForms(of: secret).map(ExactForm.init)
        shortestExact = exact.last?.bytes.count ?? .max
        let letters = Self.fold(Array(secret.utf8)).bytes
        guard letters.count >= 16 else {
            (folded, starts, filter, shortest) = ([], [:], [], shortestExact)
            return
        }
        // The last 16 characters of a key are treated as the key itself. Some of these characters can be dashes.
        let part = max(Self.shortestPart, Self.fold(Array(secret.utf8.suffix(16))).bytes.count)
        let hex = secret.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        var folded: [(bytes: [UInt8], part: Int)] = [
            (letters, part), (letters.reversed(), part), (Array(hex.joined().utf8), part * 2),
            (Array(hex.map { "x" + $0 }.joined().utf8), part * 3),
            (Array(hex.map { "0x" + $0 }.joined().utf8), part * 4),
        ]
        folded += Self.base64Forms(of: secret).map { (Self.fold(Array($0.utf8)).bytes, part * 4 / 3) }
        self.folded = folded.filter { $0.0.count >= $0.1 }
        shortest = min(shortestExact, self.folded.map(\.part).min() ?? .max)
        starts = Self.starts(self.folded)
        var filter = [UInt64](repeating: 0, count: 128)
        for key in starts.keys {
            let bit = Self.filterBit(key)
            filter[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        self.filter = filter
    }

    private static func exactForms(of secret: String) -> [String] {
        var forms: Set<String> = [secret]
        for form in [PathSegment.encodedQuery(secret), PathSegment.fullyEncoded(secret)] {
            forms.insert(form)
            forms.insert(form.replacing(/%../) { $0.output.lowercased() })
        }
        for form in base64Forms(of: secret) {
            forms.insert(form)
            forms.insert(form.replacing("+", with: "-").replacing("/", with: "_"))
        }
        return forms.sorted { $0.utf8.count > $1.utf8.count }
    }

    /// Returns the three base64 forms of the secret. There is one form for each alignment of the secret, which can be
    /// preceded by zero, one or two other bytes. Characters that depend on adjacent bytes are omitted.
    private static func base64Forms(of secret: String) -> [String] {
        (0..<3).map { before in
            let bytes = [UInt8](repeating: 0, count: before) + Array(secret.utf8)
            let text = Data(bytes).base64EncodedString().prefix { $0 != "=" }
            let ownEnd = bytes.count % 3 == 0 ? text.endIndex : text.index(before: text.endIndex)
            return String(text[text.index(text.startIndex, offsetBy: [0, 2, 3][before])..<ownEnd])
        }
    }

    private static func starts(_ folded: [(bytes: [UInt8], part: Int)]) -> [UInt64: [Start]] {
        var starts: [UInt64: [Start]] = [:]
        for (spelling, (bytes, part)) in folded.enumerated() {
            for offset in 0...(bytes.count - part) {
                starts[key(bytes[offset...]), default: []].append(Start(spelling: spelling, offset: offset))
            }
        }
        return starts
    }

    private static func key(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.prefix(keyLength).reduce(0) { $0 << 8 | UInt64($1) }
    }

    // MARK: Searching

    private static func filterBit(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 51)
    }

    /// Returns a letter in lowercase, a digit unchanged, or `nil` for any other byte.
    private static func fold(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39, 0x61...0x7A: byte
        case 0x41...0x5A: byte | 0x20
        default: nil
        }
    }

    /// Returns the ASCII letters (in lowercase) and digits of a text, and the position of each of them.
    static func fold(_ text: [UInt8]) -> (bytes: [UInt8], places: [Int]) {
        var (bytes, places): ([UInt8], [Int]) = ([], [])
        for (place, byte) in text.enumerated() {
            guard let letter = fold(byte) else { continue }
            bytes.append(letter)
            places.append(place)
        }
        return (bytes, places)
    }

    /// Returns whether masking might change the given text. Because every API call masks text, and most text contains
    /// no secret, this method allocates no memory.
    func mayOccur(in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard text.count >= shortest else { return false }
        return text.count >= shortestExact && exact.contains { Self.contains($0, text) } || containsStart(text)
    }

    /// Masks the secret and every sufficiently long part of the secret, in linear time.
    ///
    /// - Returns: Whether the text was changed.
    func mask(_ text: inout [UInt8]) -> Bool {
        var isChanged = false
        for form in exact where Self.replace(form, in: &text) { isChanged = true }
        guard text.withUnsafeBufferPointer(containsStart) else { return isChanged }
        let (letters, places) = Self.fold(text)
        var output: [UInt8] = []
        var (index, copied, key) = (0, 0, UInt64(0))
        while index < letters.count {
            key = key << 8 | UInt64(letters[index])
            index += 1
            let start = index - Self.keyLength
            guard start >= 0, let length = longestMatch(letters[start...], starts[key]) else { continue }
            output += text[copied..<places[start]]
            output += mask
            index = start + length
            copied = places[index - 1] + 1
            // Text after a masked part must not be combined with it.
            key = 0
        }
        guard copied > 0 else { return isChanged }
        text = output + text[copied...]
        return true
    }

    /// Returns whether a form of the secret occurs in the text.
    private static func contains(_ form: ExactForm, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let length = form.bytes.count
        guard let first = form.bytes.first, text.count >= length else { return false }
        return (0...text.count - length).contains { index in
            text[index] == first && text[index..<index + length].elementsEqual(form.bytes)
        }
    }

    /// Replaces every occurrence of a form and returns whether the text was changed.
    ///
    /// The comparison is by bytes, because `String.replacing` takes microseconds even for short text, and every API
    /// call masks text.
    private static func replace(_ form: ExactForm, in text: inout [UInt8]) -> Bool {
        let length = form.bytes.count
        guard let first = form.bytes.first, text.count >= length else { return false }
        var output: [UInt8] = []
        var (index, copied) = (0, 0)
        while index <= text.count - length {
            guard text[index] == first, text[index..<index + length].elementsEqual(form.bytes) else {
                index += 1
                continue
            }
            output += text[copied..<index]
            output += form.mask
            index += length
            copied = index
        }
        guard copied > 0 else { return false }
        text = output + text[copied...]
        return true
    }

    /// Returns whether the text contains the start of a part of a folded form.
    private func containsStart(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !filter.isEmpty else { return false }
        let filter = filter
        var (count, key) = (0, UInt64(0))
        for byte in text {
            guard let letter = Self.fold(byte) else { continue }
            key = key << 8 | UInt64(letter)
            count += 1
            let bit = Self.filterBit(key)
            guard count >= Self.keyLength, filter[bit >> 6] & 1 << UInt64(bit & 63) != 0 else { continue }
            if starts[key] != nil { return true }
        }
        return false
    }

    private func longestMatch(_ letters: ArraySlice<UInt8>, _ starts: [Start]?) -> Int? {
        guard let starts else { return nil }
        return starts.compactMap { start in
            let (bytes, part) = folded[start.spelling]
            let length = zip(letters, bytes[start.offset...]).prefix { $0 == $1 }.count
            return length >= part ? length : nil
        }.max()
    }
}
