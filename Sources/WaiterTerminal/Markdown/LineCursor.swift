/// A cursor over the start of a line that may be incomplete.
///
/// Reading past the received part throws ``Undecided``. A decision is therefore based only on scalars that have been
/// received, and remains valid regardless of what follows.
struct LineCursor {
    /// The error that is thrown if more of the line is needed.
    struct Undecided: Error {}

    private let line: [Unicode.Scalar]
    private let isComplete: Bool
    private(set) var index = 0
    private var column = 0
    /// The unused columns of a partially consumed tab.
    private var tabRest = 0

    init(_ line: [Unicode.Scalar], isComplete: Bool) {
        self.line = line
        self.isComplete = isComplete
    }

    /// The number of spaces to insert before the rest of the line in place of a partially consumed tab.
    var padding: Int { tabRest }

    /// Returns the scalar at an offset from the cursor, or `nil` at the end of the line.
    func peek(_ offset: Int = 0) throws(Undecided) -> Unicode.Scalar? {
        if index + offset < line.count { return line[index + offset] }
        if isComplete { return nil }
        throw Undecided()
    }

    mutating func advance(_ count: Int = 1) {
        index += count
        column += count
        tabRest = 0
    }

    /// Returns the width, in columns, of the whitespace at the cursor.
    func indentation() throws(Undecided) -> Int {
        var (probe, count) = (self, 0)
        while try probe.skipColumn() { count += 1 }
        return count
    }

    /// Skips whitespace at the cursor, up to the given number of columns.
    mutating func skipSpace(_ columns: Int = .max) throws(Undecided) {
        var count = 0
        while count < columns, try skipColumn() { count += 1 }
    }

    /// Returns whether only whitespace remains.
    func isBlank() throws(Undecided) -> Bool {
        var probe = self
        try probe.skipSpace()
        return try probe.peek() == nil
    }

    /// Returns the number of consecutive occurrences of a scalar at the cursor.
    func run(of scalar: Unicode.Scalar) throws(Undecided) -> Int {
        var count = 0
        while try peek(count) == scalar { count += 1 }
        return count
    }

    /// Returns the rest of the line if it consists of the given scalars. The line must be complete.
    func rest(of scalars: String.UnicodeScalarView) throws(Undecided) -> ArraySlice<Unicode.Scalar>? {
        var count = 0
        while let next = try peek(count) {
            guard scalars.contains(next) else { return nil }
            count += 1
        }
        return line[index..<(index + count)]
    }

    /// Returns the rest of the line, which must be complete.
    func rest() throws(Undecided) -> ArraySlice<Unicode.Scalar> {
        guard isComplete else { throw Undecided() }
        return line[min(index, line.count)...]
    }

    private mutating func skipColumn() throws(Undecided) -> Bool {
        if tabRest > 0 {
            tabRest -= 1
            column += 1
            if tabRest == 0 { index += 1 }
            return true
        }
        switch try peek() {
        case " ": index += 1
        case "\t":
            tabRest = 3 - column % 4
            if tabRest == 0 { index += 1 }
        default: return false
        }
        column += 1
        return true
    }
}
