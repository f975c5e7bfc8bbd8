/// A survey of a text's non-ASCII bytes, interpreted as Windows-1252.
struct WesternSurvey {
    /// The distinct letters, in lowercase. `letterCount` counts all occurrences.
    private(set) var letters: Set<UInt8> = []
    private(set) var letterCount = 0
    private var asciiLetterCount = 0
    /// The number of signs whose byte values represent signs only in Windows-1252 and compatible encodings.
    private var evidence = 0
    private var quotes = (opening: 0, closing: 0)

    /// Surveys text or returns `nil` if a byte is implausible in Windows-1252.
    init?(_ bytes: [UInt8]) {
        var run = 0
        for (index, byte) in bytes.enumerated() {
            if byte < 0x80 {
                run = 0
                if Self.isASCIILetter(byte) { asciiLetterCount += 1 }
                if byte < 0x20, !(0x09...0x0D).contains(byte) || byte == 0x7F { return nil }
                continue
            }
            let before = index > 0 ? bytes[index - 1] : 0x20
            let after = index + 1 < bytes.count ? bytes[index + 1] : 0x20
            if Self.isHighLetter(byte) {
                run += 1
                guard run <= 2, addLetter(byte, before, after) else { return nil }
            } else {
                run = 0
                guard addSign(byte, before, after) else { return nil }
            }
        }
        guard letterCount * 2 <= asciiLetterCount else { return nil }
        if quotes.opening > 0, quotes.opening == quotes.closing { evidence += quotes.opening }
    }

    // MARK: Letters

    private static func isASCIILetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) || byte >= 0xDF && byte != 0xF7 }
    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    static func isHighLetter(_ byte: UInt8) -> Bool {
        (byte >= 0xC0 && byte != 0xD7 && byte != 0xF7) || [0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F].contains(byte)
    }

    private static func isLetter(_ byte: UInt8) -> Bool { isASCIILetter(byte) || isHighLetter(byte) }

    private mutating func addLetter(_ byte: UInt8, _ before: UInt8, _ after: UInt8) -> Bool {
        let lower = (0xC0...0xDE).contains(byte) ? byte + 0x20 : byte == 0x8C ? 0x9C : byte
        // A capital letter inside a word indicates another encoding.
        if lower != byte, Self.isLower(before) { return false }
        // The letter must be a word by itself, as in "à Paris", or must be next to another letter.
        let isAlone = Self.isBlank(before) && Self.isBlank(after)
        guard isAlone || Self.isLetter(before) || Self.isLetter(after) || before == 0x92 else { return false }
        letters.insert(lower)
        letterCount += 1
        return true
    }

    // MARK: Signs

    /// Adds a sign and returns whether it is plausible in its position.
    private mutating func addSign(_ byte: UInt8, _ before: UInt8, _ after: UInt8) -> Bool {
        let (follows, precedes) = (Self.isLetter(before), Self.isLetter(after))
        let isBetweenDigits = Self.isDigit(before) && Self.isDigit(after)
        let isBetweenBlanks = Self.isBlank(before) && Self.isBlank(after)
        switch byte {
        case 0x92:
            if follows { evidence += 1 }
        case 0x91:
            if follows && precedes { return false }
            if !follows, precedes { evidence += 1 }
        case 0x93:
            if follows { return false }
            quotes.opening += 1
        case 0x94:
            if precedes { return false }
            quotes.closing += 1
        case 0x96, 0x97:
            if byte == 0x96, follows, precedes { return false }
            if isBetweenDigits || isBetweenBlanks { evidence += 1 }
        case 0x85:
            if precedes { return false }
            if Self.isBlank(before) { evidence += 1 }
        case 0x80:
            if follows || precedes { return false }
            evidence += 1
        case 0x95:
            if follows || precedes { return false }
            if isBetweenBlanks { evidence += 1 }
        case 0x82, 0x84, 0x86, 0x87, 0x89, 0x8B: if follows { return false }
        case 0x99: if precedes { return false }
        case 0x9B: if precedes { return false }
        case 0x81, 0x83, 0x88, 0x8D, 0x8F, 0x90, 0x98, 0x9D: return false
        case 0xA0, 0xAD, 0xB7: break
        case 0xA3: if !Self.isDigit(after) { return false } else { evidence += 1 }
        case 0xA7: if follows { return false } else if Self.isBlank(after) || Self.isDigit(after) { evidence += 1 }
        case 0xA1, 0xBF: if follows || Self.isLower(after) { return false }
        case 0xB0: if Self.isDigit(before) { evidence += 1 } else if follows { return false }
        case 0xD7, 0xF7: if !isBetweenDigits, !isBetweenBlanks { return false } else { evidence += 1 }
        case 0xAB, 0xBB: if follows && precedes { return false }
        // These byte values are letters in Windows-1250 and related encodings.
        case 0xA5, 0xAA, 0xAF, 0xB3, 0xB9, 0xBA, 0xBC, 0xBE: if follows || precedes { return false }
        default: if follows && precedes { return false }
        }
        return true
    }

    // MARK: Languages

    private static let western: [Set<UInt8>] = [
        [0xE4, 0xF6, 0xFC, 0xDF, 0xE9, 0xE8, 0xE0],  // German
        [0xE0, 0xE2, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0xEE, 0xEF, 0xF4, 0xF9, 0xFB, 0xFC, 0x9C, 0xE6],  // French
        [0xE1, 0xE9, 0xED, 0xF3, 0xFA, 0xF1, 0xFC],  // Spanish
        [0xE0, 0xE1, 0xE2, 0xE3, 0xE7, 0xE9, 0xEA, 0xED, 0xF3, 0xF4, 0xF5, 0xFA, 0xFC],  // Portuguese
        [0xE0, 0xE8, 0xE9, 0xEC, 0xF2, 0xF9],  // Italian
        [0xE5, 0xE4, 0xF6, 0xE6, 0xF8, 0xE9, 0xF3, 0xE0, 0xFC],  // Danish, Norwegian, Swedish, Finnish
        [0xEB, 0xEF, 0xE9, 0xE8, 0xF6, 0xFC, 0xF3],  // Dutch
        [0xE0, 0xE7, 0xE8, 0xE9, 0xED, 0xEF, 0xF2, 0xF3, 0xFA, 0xFC],  // Catalan
    ]

    /// The letters of languages whose encodings assign other letters to the byte values of western letters.
    private static let other: [Set<UInt8>] = [
        [0xE1, 0xE8, 0xEF, 0xE9, 0xEC, 0xED, 0xF2, 0xF3, 0xF8, 0x9A, 0x9D, 0xFA, 0xF9, 0xFD, 0x9E],  // Czech
        [0xE1, 0xE4, 0xE8, 0xEF, 0xE9, 0xED, 0xBE, 0xF2, 0xF3, 0xF4, 0x9A, 0x9D, 0xFA, 0xFD, 0x9E],  // Slovak
        [0xB9, 0xE6, 0xEA, 0xB3, 0xF1, 0xF3, 0x9C, 0x9F, 0xBF],  // Polish
        [0xE1, 0xE9, 0xED, 0xF3, 0xF6, 0xF5, 0xFA, 0xFC, 0xFB],  // Hungarian
        [0xE3, 0xE2, 0xEE, 0xBA, 0xFE],  // Romanian
        [0xE8, 0xE6, 0x9A, 0x9E, 0xF0],  // Croatian
        [0xE2, 0xE8, 0xE7, 0xEE, 0xEC, 0xED, 0xEF, 0xF2, 0xF0, 0xFB, 0xFE],  // Latvian
        [0xE0, 0xE8, 0xE6, 0xEB, 0xE1, 0xF0, 0xF8, 0xFB, 0xFE],  // Lithuanian
    ]

    /// The capital letters of Windows-1250 whose lowercase letters are not at an offset of 0x20.
    private static let capitals: [UInt8: UInt8] = [
        0x8A: 0x9A, 0x8C: 0x9C, 0x8D: 0x9D, 0x8E: 0x9E, 0x8F: 0x9F, 0xA3: 0xB3, 0xA5: 0xB9, 0xAA: 0xBA, 0xAF: 0xBF,
        0xBC: 0xBE,
    ]

    /// Returns whether all non-ASCII letters belong to a single central European language and occur in short runs, as
    /// they do in words that consist mostly of ASCII letters.
    static func isCentral(_ bytes: [UInt8]) -> Bool {
        let signs: Set<UInt8> = [0x82, 0x84, 0x85, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0xA0, 0xA7, 0xAB, 0xB0, 0xBB]
        var (letters, run) = (Set<UInt8>(), 0)
        for byte in bytes {
            run = byte < 0x80 ? 0 : run + 1
            if run > 3 { return false }
            if byte < 0x80 || signs.contains(byte) { continue }
            letters.insert((0xC0...0xDE).contains(byte) ? byte + 0x20 : capitals[byte] ?? byte)
        }
        return other.prefix(6).contains { letters.isSubset(of: $0) }
    }

    /// The letters that have the same byte values in Windows-1250.
    private static let shared: Set<UInt8> = [
        0xE1, 0xE2, 0xE4, 0xE7, 0xE9, 0xEB, 0xED, 0xEE, 0xF3, 0xF4, 0xF6, 0xFA, 0xFC, 0xFD, 0xDF, 0x9A, 0x9E,
    ]

    /// Whether the letters all belong to a single western language.
    var isWestern: Bool { Self.western.contains { letters.isSubset(of: $0) } }

    /// Whether no other encoding is plausible.
    var isCertain: Bool {
        guard !letters.isEmpty else { return evidence > 0 }
        guard isWestern, letterCount >= 2 || asciiLetterCount >= 40 else { return false }
        if letters.isSubset(of: Self.shared) { return true }
        return !Self.other.contains { language in
            // Longer text in that language would contain more of the language's letters.
            letters.isSubset(of: language) && (letterCount < 12 || letters.count * 3 > language.count)
        }
    }
}
