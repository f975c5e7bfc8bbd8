/// Reads the beginning of a line that may still be arriving.
///
/// Whoever looks past what has arrived gets ``Undecided``. So whatever is decided, is decided by scalars that have been
/// seen, and stays true whatever follows.
struct LineCursor {
    /// More of the line is needed.
    struct Undecided: Error {}

    private let line: [Unicode.Scalar]
    private let isComplete: Bool
    private(set) var index = 0
    private var column = 0
    /// Columns of a tab that have not been used.
    private var tabRest = 0

    init(_ line: [Unicode.Scalar], isComplete: Bool) {
        self.line = line
        self.isComplete = isComplete
    }

    /// The spaces to put before the rest of the line, for a tab that was used in part.
    var padding: Int { tabRest }

    /// The next scalar; `nil` at the end of the line.
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

    /// How many columns of space come next.
    func indentation() throws(Undecided) -> Int {
        var (probe, count) = (self, 0)
        while try probe.skipColumn() { count += 1 }
        return count
    }

    /// Skips as many columns of space, if they are there.
    mutating func skipSpace(_ columns: Int = .max) throws(Undecided) {
        var count = 0
        while count < columns, try skipColumn() { count += 1 }
    }

    /// Whether nothing but space is left.
    func isBlank() throws(Undecided) -> Bool {
        var probe = self
        try probe.skipSpace()
        return try probe.peek() == nil
    }

    /// How often a scalar comes next.
    func run(of scalar: Unicode.Scalar) throws(Undecided) -> Int {
        var count = 0
        while try peek(count) == scalar { count += 1 }
        return count
    }

    /// The rest of the line, which must be complete, if nothing but the given scalars is in it.
    func rest(of scalars: String.UnicodeScalarView) throws(Undecided) -> ArraySlice<Unicode.Scalar>? {
        var count = 0
        while let next = try peek(count) {
            guard scalars.contains(next) else { return nil }
            count += 1
        }
        return line[index..<(index + count)]
    }

    /// The rest of the line, which must be complete.
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
