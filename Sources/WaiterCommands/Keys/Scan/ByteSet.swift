/// The classes of ASCII characters that a key can contain.
package struct ByteSet: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let lower = ByteSet(rawValue: 1)
    package static let upper = ByteSet(rawValue: 2)
    package static let digit = ByteSet(rawValue: 4)
    /// The letters a to f, which also belong to `lower`.
    package static let hexLetter = ByteSet(rawValue: 8)
    package static let dash = ByteSet(rawValue: 16)
    package static let underscore = ByteSet(rawValue: 32)
    /// The characters `/`, `+` and `=`.
    package static let base64Sign = ByteSet(rawValue: 64)
    package static let dot = ByteSet(rawValue: 128)

    package static let alphanumeric: ByteSet = [.lower, .upper, .digit]
    package static let hexadecimal: ByteSet = [.digit, .hexLetter]
    package static let base64URL: ByteSet = [.lower, .upper, .digit, .dash, .underscore]
    package static let base64: ByteSet = [.lower, .upper, .digit, .base64Sign]

    /// Returns whether a character belongs to one of the classes.
    package func contains(byte: UInt8) -> Bool {
        rawValue & Self.kinds[Int(byte)] != 0
    }

    /// The number of distinct characters in the set.
    package var size: Int {
        Self.kinds.count { rawValue & $0 != 0 }
    }

    private static let kinds: [UInt8] = (0...255).map { (byte: UInt8) in
        let kind: ByteSet =
            switch Unicode.Scalar(byte) {
            case "a"..."f": [.lower, .hexLetter]
            case "g"..."z": .lower
            case "A"..."Z": .upper
            case "0"..."9": .digit
            case "-": .dash
            case "_": .underscore
            case "/", "+", "=": .base64Sign
            case ".": .dot
            default: []
            }
        return kind.rawValue
    }
}
