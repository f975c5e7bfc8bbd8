/// The syntax tree of a pattern.
indirect enum PatternTree {
    case empty
    case scalar(UInt32)
    case member(PatternClass)
    case start
    case end
    case wordBoundary(isNegated: Bool)
    case look(PatternTree, isNegated: Bool)
    case sequence([PatternTree])
    case alternatives([PatternTree])
    /// A repetition. It is unbounded if `most` is `nil`.
    case repetition(PatternTree, least: Int, most: Int?)
}

/// Compiles the syntax tree of a pattern to instructions.
struct PatternCompiler {
    private(set) var instructions: [PatternInstruction] = []
    private(set) var classes: [PatternClass] = []
    private var indices: [PatternClass: Int] = [:]

    mutating func append(_ instruction: PatternInstruction) throws(SchemaPattern.Failure) {
        guard instructions.count < SchemaPattern.maxSize else {
            throw SchemaPattern.Failure("it is too large once its repetitions are expanded")
        }
        instructions.append(instruction)
    }

    private mutating func index(of members: PatternClass) -> Int {
        if let known = indices[members] { return known }
        classes.append(members)
        indices[members] = classes.count - 1
        return classes.count - 1
    }

    mutating func emit(_ tree: PatternTree) throws(SchemaPattern.Failure) {
        switch tree {
        case .empty: break
        case .scalar(let scalar): try append(.scalar(scalar))
        case .member(let members): try append(.member(index(of: members)))
        case .start: try append(.start)
        case .end: try append(.end)
        case .wordBoundary(let isNegated): try append(.wordBoundary(isNegated: isNegated))
        case .look(let inner, let isNegated):
            let position = instructions.count
            try append(.match)
            try emit(inner)
            try append(.match)
            instructions[position] = .look(isNegated: isNegated, next: instructions.count)
        case .sequence(let parts): for part in parts { try emit(part) }
        case .alternatives(let parts): try emit(alternatives: parts)
        case .repetition(let inner, let least, let most): try emit(inner, least: least, most: most)
        }
    }

    private mutating func emit(alternatives parts: [PatternTree]) throws(SchemaPattern.Failure) {
        var ends: [Int] = []
        for (index, part) in parts.enumerated() {
            guard index < parts.count - 1 else {
                try emit(part)
                break
            }
            let split = instructions.count
            try append(.match)
            try emit(part)
            ends.append(instructions.count)
            try append(.match)
            instructions[split] = .split(split + 1, instructions.count)
        }
        for end in ends { instructions[end] = .jump(instructions.count) }
    }

    private mutating func emit(_ inner: PatternTree, least: Int, most: Int?) throws(SchemaPattern.Failure) {
        for _ in 0..<least { try emitCopy(inner) }
        guard let most else {
            let split = instructions.count
            try append(.match)
            try emit(inner)
            try append(.jump(split))
            instructions[split] = .split(split + 1, instructions.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<max(least, most) {
            splits.append(instructions.count)
            try append(.match)
            try emitCopy(inner)
        }
        for split in splits { instructions[split] = .split(split + 1, instructions.count) }
    }

    /// Emits a copy of a repeated subtree. Each copy counts toward the size limit.
    private mutating func emitCopy(_ tree: PatternTree) throws(SchemaPattern.Failure) {
        let before = instructions.count
        try emit(tree)
        if instructions.count == before { try append(.jump(before + 1)) }
    }
}
