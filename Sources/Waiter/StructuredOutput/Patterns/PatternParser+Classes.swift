/// Functions that parse escapes and character classes.
extension PatternParser {
    mutating func escape() throws(SchemaPattern.Failure) -> PatternTree {
        let escaped = position + 1 < scalars.count ? scalars[position + 1] : nil
        if escaped == "b" || escaped == "B" {
            position += 2
            return .wordBoundary(isNegated: escaped == "B")
        }
        if let escaped, ("1"..."9").contains(escaped) { throw failure("back-references are not supported") }
        if escaped == "k" { throw failure("back-references are not supported") }
        return .member(try escapedMembers(inClass: false))
    }

    /// Reads an escape that represents a character or a character class.
    private mutating func escapedMembers(inClass: Bool) throws(SchemaPattern.Failure) -> PatternClass {
        position += 1
        guard let scalar = next else { throw failure("the backslash is not followed by a character") }
        position += 1
        switch scalar {
        case "d": return .digit
        case "D": return PatternClass.digit.negated
        case "w": return .word
        case "W": return PatternClass.word.negated
        case "s": return .space
        case "S": return PatternClass.space.negated
        case "p", "P":
            let members = try category()
            return scalar == "P" ? members.negated : members
        default:
            let value = try escapedScalar(scalar, inClass: inClass)
            return PatternClass(ranges: [value...value])
        }
    }

    private mutating func escapedScalar(
        _ scalar: Unicode.Scalar,
        inClass: Bool
    ) throws(SchemaPattern.Failure) -> UInt32 {
        switch scalar {
        case "t": return 0x09
        case "n": return 0x0A
        case "v": return 0x0B
        case "f": return 0x0C
        case "r": return 0x0D
        case "b" where inClass: return 0x08
        case "0":
            if let digit = next, ("0"..."9").contains(digit) { throw failure("octal escapes are not supported") }
            return 0
        case "x": return try hexadecimal(2)
        case "u": return try unicode()
        case "c":
            guard let letter = next, letter.properties.isAlphabetic, letter.isASCII else {
                throw failure("\\c must be followed by a letter")
            }
            position += 1
            return letter.value % 32
        default:
            let isLetter = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
            guard !isLetter else {
                let hint = scalar == "A" ? "; use ^" : scalar == "Z" || scalar == "z" ? "; use $" : ""
                throw failure("\\\(scalar) is not part of ECMA-262\(hint)")
            }
            return scalar.value
        }
    }

    private mutating func unicode() throws(SchemaPattern.Failure) -> UInt32 {
        if skip("{") {
            let begin = position
            while let scalar = next, scalar != "}" { position += 1 }
            let digits = String(String.UnicodeScalarView(scalars[begin..<position]))
            guard skip("}"), let value = UInt32(digits, radix: 16), Unicode.Scalar(value) != nil else {
                throw failure("\\u{...} must contain a code point")
            }
            return value
        }
        let value = try hexadecimal(4)
        guard (0xD800...0xDBFF).contains(value), skip("\\u") else { return value }
        let low = try hexadecimal(4)
        guard (0xDC00...0xDFFF).contains(low) else { throw failure("the surrogate is unpaired") }
        return 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
    }

    private mutating func hexadecimal(_ count: Int) throws(SchemaPattern.Failure) -> UInt32 {
        let digits = String(String.UnicodeScalarView(scalars[position...].prefix(count)))
        guard digits.utf8.count == count, digits.first != "+", let value = UInt32(digits, radix: 16) else {
            throw failure("an escape requires \(count) hexadecimal digits")
        }
        position += count
        return value
    }

    private mutating func category() throws(SchemaPattern.Failure) -> PatternClass {
        guard skip("{") else { throw failure("\\p must be followed by {...}") }
        let begin = position
        while let scalar = next, scalar != "}" { position += 1 }
        var name = String(String.UnicodeScalarView(scalars[begin..<position]))
        guard skip("}") else { throw failure("\\p{ has no closing }") }
        for prefix in ["General_Category=", "gc="] where name.hasPrefix(prefix) {
            name = String(name.dropFirst(prefix.count))
        }
        let categories = Self.categories.filter { $0.key.hasPrefix(Self.longNames[name] ?? name) }
        guard !name.isEmpty, !categories.isEmpty else {
            throw failure("\\p{\(name)} is not supported; use a general category such as L, Lu or Nd")
        }
        return PatternClass(categories: Set(categories.values))
    }

    private static let longNames = [
        "Letter": "L", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Mark": "M", "Number": "N",
        "Decimal_Number": "Nd", "Punctuation": "P", "Symbol": "S", "Separator": "Z",
    ]

    private static let categories: [String: Unicode.GeneralCategory] = [
        "Lu": .uppercaseLetter, "Ll": .lowercaseLetter, "Lt": .titlecaseLetter, "Lm": .modifierLetter,
        "Lo": .otherLetter, "Mn": .nonspacingMark, "Mc": .spacingMark, "Me": .enclosingMark, "Nd": .decimalNumber,
        "Nl": .letterNumber, "No": .otherNumber, "Pc": .connectorPunctuation, "Pd": .dashPunctuation,
        "Ps": .openPunctuation, "Pe": .closePunctuation, "Pi": .initialPunctuation, "Pf": .finalPunctuation,
        "Po": .otherPunctuation, "Sm": .mathSymbol, "Sc": .currencySymbol, "Sk": .modifierSymbol, "So": .otherSymbol,
        "Zs": .spaceSeparator, "Zl": .lineSeparator, "Zp": .paragraphSeparator, "Cc": .control, "Cf": .format,
        "Co": .privateUse, "Cn": .unassigned,
    ]

    // MARK: Classes

    mutating func members() throws(SchemaPattern.Failure) -> PatternClass {
        position += 1
        var members = PatternClass()
        members.isNegated = skip("^")
        while let scalar = next, scalar != "]" {
            let first = try classMember()
            guard next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                members.formUnion(first)
                continue
            }
            position += 1
            let last = try classMember()
            guard let low = first.single, let high = last.single else {
                throw failure("the ends of a range must be single characters")
            }
            guard low <= high else { throw failure("the character range is out of order") }
            members.ranges.append(low...high)
        }
        guard skip("]") else { throw failure("the character class has no closing ]") }
        members.normalize()
        return members
    }

    private mutating func classMember() throws(SchemaPattern.Failure) -> PatternClass {
        guard let scalar = next else { throw failure("the character class has no closing ]") }
        if scalar == "\\" { return try escapedMembers(inClass: true) }
        position += 1
        return PatternClass(ranges: [scalar.value...scalar.value])
    }
}

extension PatternClass {
    /// The only character in the class, or `nil` if the class is not a single character.
    fileprivate var single: UInt32? {
        guard !isNegated, ranges.count == 1, categories.isEmpty, excluded.isEmpty else { return nil }
        return ranges[0].count == 1 ? ranges[0].lowerBound : nil
    }
}
