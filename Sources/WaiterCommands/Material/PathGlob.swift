/// A glob pattern for relative paths, as in `.gitignore` and `-f`. It supports `*`, `?` and `[a-z]`, and also `**`,
/// which matches any number of directories.
///
/// Matching takes time proportional to the product of the lengths of the pattern and the path.
struct PathGlob: Sendable {
    private enum Token: Sendable {
        case byte(UInt8)
        /// Any byte except a slash.
        case one
        case set(ranges: [ClosedRange<UInt8>], isNegated: Bool)
        /// Any bytes except slashes.
        case star
        /// Any number of directories, each with a trailing slash.
        case directories
        /// One or more arbitrary bytes.
        case everything
    }

    private let tokens: [Token]

    init(_ pattern: some Collection<UInt8>) {
        let pattern = Array(pattern)
        var tokens: [Token] = []
        var index = 0
        while index < pattern.count {
            let byte = pattern[index]
            switch byte {
            case UInt8(ascii: "\\") where index + 1 < pattern.count:
                tokens.append(.byte(pattern[index + 1]))
                index += 2
            case UInt8(ascii: "?"):
                tokens.append(.one)
                index += 1
            case UInt8(ascii: "*"):
                let stars = pattern[index...].prefix { $0 == byte }.count
                let end = index + stars
                let isWhole = stars == 2 && (index == 0 || pattern[index - 1] == UInt8(ascii: "/"))
                if isWhole, end == pattern.count {
                    tokens.append(.everything)
                } else if isWhole, pattern[end] == UInt8(ascii: "/") {
                    tokens.append(.directories)
                    index += 1
                } else {
                    tokens.append(.star)
                }
                index += stars
            case UInt8(ascii: "["):
                if let (set, length) = Self.set(pattern[index...]) {
                    tokens.append(set)
                    index += length
                } else {
                    tokens.append(.byte(byte))
                    index += 1
                }
            default:
                tokens.append(.byte(byte))
                index += 1
            }
        }
        self.tokens = tokens
    }

    /// Parses a bracket expression. Returns the expression and its length, or `nil` if the expression is not closed.
    private static func set(_ pattern: ArraySlice<UInt8>) -> (Token, Int)? {
        var index = pattern.startIndex + 1
        guard index < pattern.endIndex else { return nil }
        let isNegated = pattern[index] == UInt8(ascii: "!") || pattern[index] == UInt8(ascii: "^")
        if isNegated { index += 1 }
        var ranges: [ClosedRange<UInt8>] = []
        let first = index
        while index < pattern.endIndex {
            var byte = pattern[index]
            if byte == UInt8(ascii: "]"), index > first {
                return (.set(ranges: ranges, isNegated: isNegated), index + 1 - pattern.startIndex)
            }
            if let (known, length) = namedSet(pattern[index...]) {
                ranges += known
                index += length
                continue
            }
            if byte == UInt8(ascii: "\\"), index + 1 < pattern.endIndex {
                index += 1
                byte = pattern[index]
            }
            if index + 2 < pattern.endIndex, pattern[index + 1] == UInt8(ascii: "-"),
                pattern[index + 2] != UInt8(ascii: "]")
            {
                if byte <= pattern[index + 2] { ranges.append(byte...pattern[index + 2]) }
                index += 3
            } else {
                ranges.append(byte...byte)
                index += 1
            }
        }
        return nil
    }

    /// Parses a character class such as `[:digit:]`.
    private static func namedSet(_ pattern: ArraySlice<UInt8>) -> ([ClosedRange<UInt8>], Int)? {
        let names: [(StaticString, [ClosedRange<UInt8>])] = [
            ("[:alpha:]", [0x41...0x5A, 0x61...0x7A]), ("[:digit:]", [0x30...0x39]),
            ("[:alnum:]", [0x30...0x39, 0x41...0x5A, 0x61...0x7A]), ("[:upper:]", [0x41...0x5A]),
            ("[:lower:]", [0x61...0x7A]), ("[:space:]", [0x09...0x0D, 0x20...0x20]),
            ("[:xdigit:]", [0x30...0x39, 0x41...0x46, 0x61...0x66]),
            ("[:punct:]", [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]),
        ]
        for (name, ranges) in names {
            let length = name.utf8CodeUnitCount
            if name.withUTF8Buffer({ pattern.starts(with: $0) }) { return (ranges, length) }
        }
        return nil
    }

    /// Returns whether the pattern matches the whole path.
    func matches(_ path: some Sequence<UInt8>) -> Bool {
        var states = [Bool](repeating: false, count: tokens.count + 1)
        states[0] = true
        Self.follow(&states, tokens)
        for byte in path {
            var next = [Bool](repeating: false, count: tokens.count + 1)
            let isSlash = byte == UInt8(ascii: "/")
            var lives = false
            for (index, token) in tokens.enumerated() where states[index] {
                switch token {
                case .byte(let wanted): next[index + 1] = next[index + 1] || byte == wanted
                case .one: next[index + 1] = next[index + 1] || !isSlash
                case .set(let ranges, let isNegated):
                    let isIn = ranges.contains { $0.contains(byte) }
                    if !isSlash, isIn != isNegated { next[index + 1] = true }
                case .star: next[index] = next[index] || !isSlash
                case .directories:
                    next[index] = true
                    if isSlash { next[index + 1] = true }
                case .everything:
                    next[index] = true
                    next[index + 1] = true
                }
                lives = lives || next[index] || next[index + 1]
            }
            if !lives { return false }
            Self.follow(&next, tokens, before: states)
            states = next
        }
        return states[tokens.count]
    }

    /// Adds the states that can be reached without consuming input.
    ///
    /// - Parameters:
    ///   - states: The active states, one per token.
    ///   - tokens: The tokens of the pattern.
    ///   - before: The states before the last byte. If a `**` was already active in these states, it must not be
    ///     skipped in the middle of a name.
    private static func follow(_ states: inout [Bool], _ tokens: [Token], before: [Bool]? = nil) {
        for (index, token) in tokens.enumerated() where states[index] {
            switch token {
            case .star: states[index + 1] = true
            case .directories: if before?[index] != true { states[index + 1] = true }
            default: break
            }
        }
    }
}
