public import Waiter

/// A seeded generator of random JSON values.
public struct RandomJSON {
    /// The random number generator.
    public var random: SeededRandom

    /// Creates a generator. The same seed always produces the same values.
    public init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// Returns a random value, with arrays and objects nested up to the given depth.
    public mutating func value(depth: Int = 4) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64(bitPattern: random.next()) >> Int64.random(in: 0..<64, using: &random))
        case 3: return .number(number())
        case 4, 5: return .string(text())
        case 6: return .array((0..<Int.random(in: 0..<5, using: &random)).map { _ in value(depth: depth - 1) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<6, using: &random) { object[text()] = value(depth: depth - 1) }
            return .object(object)
        }
    }

    /// Returns a finite number with a fractional part. Numbers without a fractional part, such as `1.0`, are encoded
    /// and decoded as integers.
    private mutating func number() -> Double {
        while true {
            let number = Double(bitPattern: random.next())
            if number.isFinite, Int64(exactly: number) == nil { return number }
        }
    }

    /// Returns a short string that contains control characters, escapes, and characters of all UTF-8 lengths.
    public mutating func text() -> String {
        let scalars = (0..<Int.random(in: 0..<12, using: &random)).map { _ -> Unicode.Scalar in
            switch Int.random(in: 0..<5, using: &random) {
            case 0: Unicode.Scalar(UInt8.random(in: 0..<0x20, using: &random))
            case 1: ["\"", "\\", "/", "\u{7F}", "\u{2028}", "\u{FEFF}"].randomElement(using: &random) ?? "x"
            case 2: Unicode.Scalar(UInt32.random(in: 0x80..<0xD800, using: &random)) ?? "x"
            case 3: Unicode.Scalar(UInt32.random(in: 0x1F300..<0x1FAFF, using: &random)) ?? "x"
            default: Unicode.Scalar(UInt8.random(in: 0x20..<0x7F, using: &random))
            }
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// Returns bytes that resemble JSON.
    public mutating func bytes(upTo count: Int) -> [UInt8] {
        let alphabet =
            Array(#"{}[]",:\u0123456789eE+-.truefalsn DdC8 "#.utf8) + [0, 0xFF, 0xEF, 0xBB, 0xBF, 0xC3, 0xF0]
        return (0..<Int.random(in: 0...count, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
    }
}
