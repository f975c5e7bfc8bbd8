/// A regular expression in a schema. The syntax is the regular subset of ECMA-262 in Unicode mode, plus look-ahead.
///
/// The supported syntax consists of alternatives, groups, greedy and lazy quantifiers, character classes, `.`, `^`,
/// `$`, `\b`, `\B`, `\d`, `\w`, `\s`, `\p{L}` and the other general categories, code point escapes, and look-ahead
/// (`(?=...)` and `(?!...)`). Look-behind, backreferences and inline flags make the schema invalid.
///
/// All alternatives are matched simultaneously, as in an automaton, so no pattern takes exponential time. Look-ahead
/// can take quadratic time, but a step limit applies. Quantifiers are expanded, and a size limit applies to the
/// expanded pattern.
struct SchemaPattern: Sendable {
    struct Failure: Error {
        let message: String
        init(_ message: String) { self.message = message }
    }

    /// The maximum program size of a pattern.
    static let maxSize = 20_000
    /// The maximum number of steps for matching one string.
    static let maxSteps = 50_000_000

    let source: String
    let instructions: [PatternInstruction]
    let classes: [PatternClass]
    /// Whether a match can begin only at the start of the text.
    let isAnchored: Bool

    /// The size of the compiled program.
    var size: Int { instructions.count }

    /// Parses and compiles a pattern.
    ///
    /// - Throws: `Failure` if the pattern is outside the supported subset or is too large.
    init(_ source: String) throws(Failure) {
        var parser = PatternParser(source)
        let tree = try parser.parse()
        var compiler = PatternCompiler()
        try compiler.emit(tree)
        try compiler.append(.match)
        self.source = source
        instructions = compiler.instructions
        classes = compiler.classes
        isAnchored = if case .start? = instructions.first { true } else { false }
    }

    /// Returns whether the pattern matches anywhere in the text, or `nil` if the step limit is exceeded.
    func matches(_ text: String, steps: inout Int) -> Bool? {
        var matcher = PatternMatcher(self, text)
        let result = matcher.matches(at: 0, from: 0, isSearch: true)
        steps += matcher.steps
        return matcher.isExhausted ? nil : result
    }
}

/// An instruction of a compiled pattern.
enum PatternInstruction: Sendable {
    case scalar(UInt32)
    /// Matches a character that belongs to the class with the given index.
    case member(Int)
    case start
    case end
    case wordBoundary(isNegated: Bool)
    /// A look-ahead. Its program follows this instruction. Matching continues at `next`.
    case look(isNegated: Bool, next: Int)
    case split(Int, Int)
    case jump(Int)
    case match
}

/// A set of characters.
struct PatternClass: Sendable, Hashable {
    /// The ranges of characters. After the class has been parsed, the ranges are sorted and do not overlap.
    var ranges: [ClosedRange<UInt32>] = []
    var categories: Set<Unicode.GeneralCategory> = []
    /// The negated classes within this class, such as `\D`.
    var excluded: [PatternClass] = []
    var isNegated = false

    static let digit = PatternClass(ranges: [0x30...0x39])
    static let word = PatternClass(ranges: [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let space = PatternClass(
        ranges: [
            0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029, 0x202F...0x202F,
            0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
        ]
    )
    /// The class of `.`: all characters except line terminators.
    static let any = PatternClass(ranges: [0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029], isNegated: true)

    var negated: PatternClass {
        var copy = self
        copy.isNegated.toggle()
        return copy
    }

    func contains(_ scalar: UInt32) -> Bool {
        isListed(scalar) != isNegated
    }

    private func isListed(_ scalar: UInt32) -> Bool {
        if isInRange(scalar) { return true }
        if !categories.isEmpty, let scalar = Unicode.Scalar(scalar),
            categories.contains(scalar.properties.generalCategory)
        {
            return true
        }
        return excluded.contains { $0.contains(scalar) }
    }

    private func isInRange(_ scalar: UInt32) -> Bool {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].contains(scalar) { return true }
            if scalar < ranges[middle].lowerBound { high = middle } else { low = middle + 1 }
        }
        return false
    }

    /// Adds the characters of another class. Call `normalize` afterward.
    mutating func formUnion(_ other: PatternClass) {
        if other.isNegated || !other.excluded.isEmpty {
            // Only a class that is written as an escape can be negated, and there are few such escapes.
            if !excluded.contains(other) { excluded.append(other) }
        } else {
            ranges += other.ranges
            categories.formUnion(other.categories)
        }
    }

    /// Sorts and merges the ranges, so that looking up a character takes logarithmic time.
    mutating func normalize() {
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        ranges = merged
    }
}
