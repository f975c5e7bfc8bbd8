/// Parses a pattern. See `SchemaPattern` for the supported subset.
struct PatternParser {
    /// The maximum nesting depth of groups.
    private static let maxDepth = 50
    private static let maxRepetition = 10_000

    let scalars: [Unicode.Scalar]
    var position = 0
    private var depth = 0

    init(_ source: String) {
        scalars = Array(source.unicodeScalars)
    }

    mutating func parse() throws(SchemaPattern.Failure) -> PatternTree {
        let tree = try alternatives()
        guard position == scalars.count else { throw failure("the closing parenthesis is unmatched") }
        return tree
    }

    func failure(_ message: String) -> SchemaPattern.Failure {
        .init("\(message) at position \(position)")
    }

    // MARK: Reading

    var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    mutating func skip(_ text: String) -> Bool {
        let wanted = Array(text.unicodeScalars)
        guard scalars[position...].starts(with: wanted) else { return false }
        position += wanted.count
        return true
    }

    // MARK: Structure

    private mutating func alternatives() throws(SchemaPattern.Failure) -> PatternTree {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maxDepth else { throw failure("the groups are nested too deeply") }
        var parts = [try sequence()]
        while skip("|") { parts.append(try sequence()) }
        return parts.count == 1 ? parts[0] : .alternatives(parts)
    }

    private mutating func sequence() throws(SchemaPattern.Failure) -> PatternTree {
        var parts: [PatternTree] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let term = try term()
            parts.append(try repeated(term))
        }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
    }

    private mutating func repeated(_ term: PatternTree) throws(SchemaPattern.Failure) -> PatternTree {
        guard let (least, most) = try quantifier() else { return term }
        switch term {
        case .start, .end, .wordBoundary, .look: throw failure("an assertion cannot be repeated")
        default: break
        }
        // A lazy quantifier affects captures, but not whether the pattern matches.
        _ = skip("?")
        if next == "+" { throw failure("possessive quantifiers are not supported") }
        if try quantifier() != nil { throw failure("the quantifier has nothing to repeat") }
        return .repetition(term, least: least, most: most)
    }

    private mutating func quantifier() throws(SchemaPattern.Failure) -> (least: Int, most: Int?)? {
        if skip("*") { return (0, nil) }
        if skip("+") { return (1, nil) }
        if skip("?") { return (0, 1) }
        guard next == "{" else { return nil }
        let begin = position
        position += 1
        guard let least = number() else {
            position = begin
            return nil
        }
        var most: Int? = least
        if skip(",") { most = number() }
        guard skip("}") else {
            position = begin
            return nil
        }
        guard least <= Self.maxRepetition, most ?? 0 <= Self.maxRepetition else {
            throw failure("a repetition count must be at most \(Self.maxRepetition)")
        }
        if let most, most < least { throw failure("the repetition bounds are out of order") }
        return (least, most)
    }

    private mutating func number() -> Int? {
        let begin = position
        var value = 0
        while let digit = next, ("0"..."9").contains(digit) {
            value = min(value * 10 + Int(digit.value - 0x30), Self.maxRepetition + 1)
            position += 1
        }
        return position > begin ? value : nil
    }

    private mutating func term() throws(SchemaPattern.Failure) -> PatternTree {
        guard let scalar = next else { return .empty }
        switch scalar {
        case "^":
            position += 1
            return .start
        case "$":
            position += 1
            return .end
        case ".":
            position += 1
            return .member(.any)
        case "(": return try group()
        case "[": return .member(try members())
        case "\\": return try escape()
        case "*", "+", "?": throw failure("the quantifier has nothing to repeat")
        case "{":
            if try quantifier() != nil { throw failure("the quantifier has nothing to repeat") }
            position += 1
            return .scalar(scalar.value)
        default:
            position += 1
            return .scalar(scalar.value)
        }
    }

    private mutating func group() throws(SchemaPattern.Failure) -> PatternTree {
        position += 1
        var look: Bool?
        if skip("?=") {
            look = false
        } else if skip("?!") {
            look = true
        } else if skip("?<=") || skip("?<!") {
            throw failure("look-behind is not supported")
        } else if skip("?<") {
            while let scalar = next,
                scalar == "_" || scalar == "$" || scalar.properties.isAlphabetic
                    || ("0"..."9").contains(scalar)
            {
                position += 1
            }
            guard skip(">") else { throw failure("the group name has no closing >") }
        } else if !skip("?:"), next == "?" {
            throw failure("(? must be followed by :, =, ! or <name>; flags are not supported")
        }
        let inner = try alternatives()
        guard skip(")") else { throw failure("the group has no closing parenthesis") }
        return look.map { .look(inner, isNegated: $0) } ?? inner
    }
}
