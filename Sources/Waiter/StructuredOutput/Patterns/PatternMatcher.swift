/// Matches all alternatives of a pattern against text simultaneously.
struct PatternMatcher {
    private let pattern: SchemaPattern
    /// The text in UTF-8. Its scalars are decoded when they are read because an array of scalars would take four times
    /// as much memory.
    private let text: [UInt8]
    private(set) var steps = 0
    /// The outcomes of look-aheads, by instruction and position. A value of 0 means unknown, 1 means no match, and 2
    /// means a match.
    private var looks: [Int: [UInt8]] = [:]

    var isExhausted: Bool { steps > SchemaPattern.maxSteps }

    init(_ pattern: SchemaPattern, _ text: String) {
        self.pattern = pattern
        self.text = Array(text.utf8)
        // Count the work of copying the text and of creating the marks for the instructions.
        steps = self.text.count / 64 + pattern.instructions.count / 8
    }

    /// Returns whether the program that starts at an instruction matches at a position. A search also tries all later
    /// positions.
    mutating func matches(at instruction: Int, from start: Int, isSearch: Bool) -> Bool {
        var marks = [Int](repeating: -1, count: pattern.instructions.count)
        var current: [Int] = []
        var next: [Int] = []
        var position = start
        while true {
            if position == start || isSearch && !pattern.isAnchored {
                if reach(instruction, position, &current, &marks) { return true }
            }
            if current.isEmpty, !isSearch || pattern.isAnchored { return false }
            guard position < text.count else { return false }
            steps += current.count + 1
            if isExhausted { return false }
            let (scalar, length) = scalar(at: position)
            position += length
            next.removeAll(keepingCapacity: true)
            for thread in current where accepts(thread, scalar) {
                if reach(thread + 1, position, &next, &marks) { return true }
            }
            swap(&current, &next)
        }
    }

    private func accepts(_ instruction: Int, _ scalar: UInt32) -> Bool {
        switch pattern.instructions[instruction] {
        case .scalar(let expected): scalar == expected
        case .member(let index): pattern.classes[index].contains(scalar)
        default: false
        }
    }

    /// Adds the instructions that can be reached without consuming a character, and returns whether the match
    /// instruction is among them.
    private mutating func reach(_ start: Int, _ position: Int, _ threads: inout [Int], _ marks: inout [Int]) -> Bool {
        var stack = [start]
        while let instruction = stack.popLast() {
            if marks[instruction] == position { continue }
            marks[instruction] = position
            steps += 1
            switch pattern.instructions[instruction] {
            case .scalar, .member: threads.append(instruction)
            case .match: return true
            case .jump(let target): stack.append(target)
            case .split(let first, let second): stack += [second, first]
            case .start: if position == 0 { stack.append(instruction + 1) }
            case .end: if position == text.count { stack.append(instruction + 1) }
            case .wordBoundary(let isNegated):
                let isBoundary = isWord(at: position - 1) != isWord(at: position)
                if isBoundary != isNegated { stack.append(instruction + 1) }
            case .look(let isNegated, let next):
                if looksAhead(instruction + 1, position) != isNegated { stack.append(next) }
                if isExhausted { return false }
            }
        }
        return false
    }

    /// Returns the scalar that starts at a position and the scalar's length in bytes.
    private func scalar(at position: Int) -> (value: UInt32, length: Int) {
        let first = UInt32(text[position])
        func following(_ offset: Int) -> UInt32 { UInt32(text[position + offset] & 0x3F) }
        switch first {
        case 0..<0x80: return (first, 1)
        case 0x80..<0xE0: return ((first & 0x1F) << 6 | following(1), 2)
        case 0xE0..<0xF0: return ((first & 0x0F) << 12 | following(1) << 6 | following(2), 3)
        default: return ((first & 0x07) << 18 | following(1) << 12 | following(2) << 6 | following(3), 4)
        }
    }

    /// Returns whether the byte at a position is a word character. All word characters are ASCII.
    private func isWord(at position: Int) -> Bool {
        text.indices.contains(position) && PatternClass.word.contains(UInt32(text[position]))
    }

    /// Returns whether a look-ahead matches at a position. Each look-ahead is evaluated at most once per position.
    private mutating func looksAhead(_ instruction: Int, _ position: Int) -> Bool {
        if let known = looks[instruction]?[position], known > 0 { return known == 2 }
        // Count the work of creating the marks. When the look-ahead is first evaluated, also count the work of
        // creating its array of outcomes.
        steps += 8 + pattern.instructions.count / 8 + (looks[instruction] == nil ? text.count : 0)
        if isExhausted { return false }
        let result = matches(at: instruction, from: position, isSearch: false)
        looks[instruction, default: Array(repeating: 0, count: text.count + 1)][position] = result ? 2 : 1
        return result
    }
}
