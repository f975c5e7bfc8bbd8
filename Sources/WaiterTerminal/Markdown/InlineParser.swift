/// An incremental parser for the inline Markdown in one block: emphasis, code and links. LaTeX formulas are kept
/// verbatim.
///
/// No construct spans more than `reach` scalars. A construct whose meaning can change with further text is
/// *pending*. Everything before the first pending construct is *settled* and never changes. Text can therefore be
/// parsed in chunks, and the result does not depend on how the text is split.
struct InlineParser {
    struct Delimiter {
        let scalar: Unicode.Scalar
        let source: Int
        let length: Int
        var cell: Int
        var count: Int
        let canOpen: Bool
        let canClose: Bool
    }

    struct Bracket {
        let source: Int
        let cell: Int
        let isImage: Bool
        let delimiters: Int
        var isActive = true
    }

    let text: [Unicode.Scalar]
    /// The scalar before the text. It affects whether a delimiter can open or close emphasis.
    let before: Unicode.Scalar?
    /// Whether the text is complete. If the text is not complete, more text can follow.
    let isComplete: Bool
    let reach: Int
    let keepsBackticks: Bool
    let style: TextStyle
    /// The formula that is open at the start of the text.
    let formula: FormulaDelimiter?

    var index = 0
    var cells: [InlineCell] = []
    var delimiters: [Delimiter] = []
    var brackets: [Bracket] = []
    /// The source ranges of the matched constructs.
    var spans: [(start: Int, end: Int)] = []
    /// The cell ranges covered by emphasis.
    var emphasis: [(cells: Range<Int>, attribute: TextStyle.Attributes)] = []
    var pending = Int.max
    var formulas: [Formula] = []

    init(
        _ text: [Unicode.Scalar],
        before: Unicode.Scalar?,
        isComplete: Bool,
        reach: Int,
        keepsBackticks: Bool,
        style: TextStyle,
        formula: FormulaDelimiter? = nil
    ) {
        self.text = text
        self.before = before
        self.isComplete = isComplete
        self.reach = reach
        self.keepsBackticks = keepsBackticks
        self.style = style
        self.formula = formula
        cells.reserveCapacity(text.count)
    }

    /// Parses the text.
    ///
    /// - Returns: The cells, and the number of settled source scalars. Pending constructs are rendered as if they
    ///   were closed at the end of the text.
    mutating func parse() -> (cells: [InlineCell], settled: Int) {
        if let formula { continueFormula(formula) }
        while index < text.count { parseNext() }
        let open = matchDelimiters(from: 0)
        guard !isComplete else {
            applyStyles()
            return (cells, text.count)
        }
        // A delimiter inside a pending construct can still match an earlier delimiter if the construct turns out to
        // be text.
        let certain = min(pending, trailingRun)
        for bracket in brackets where bracket.isActive && certain - bracket.source < reach {
            pending = min(pending, bracket.source)
        }
        previewOpen(open.filter { certain - $0.source < reach })
        applyStyles()
        return (cells, settledCount)
    }

    /// The number of scalars that precede both the first pending construct and every span that extends into it.
    private var settledCount: Int {
        guard pending < text.count else { return text.count }
        // The spans are processed from last to first, because a delimiter run can close one span and open the next.
        return spans.sorted { $0.end > $1.end }.reduce(pending) { settled, span in
            span.start < settled && span.end > settled ? span.start : settled
        }
    }

    private mutating func parseNext() {
        let scalar = text[index]
        switch scalar {
        case "\\": parseEscape()
        case "$": parseDollars()
        case "`": parseCode()
        case "*", "_", "~": parseDelimiter()
        case "[": openBracket(isImage: false)
        case "!": parseExclamation()
        case "]": closeBracket()
        case "<": parseAngle()
        case "&": parseEntity()
        case "h", "w", "H", "W": parseBareLink()
        default: emit()
        }
    }

    /// Emits the current scalar unchanged.
    mutating func emit() {
        show(text[index], at: index)
        index += 1
    }

    mutating func show(_ scalar: Unicode.Scalar, at source: Int, _ style: TextStyle? = nil) {
        cells.append(InlineCell(scalar: scalar, style: style ?? self.style, source: source))
    }

    /// Marks a source position as pending. Positions that are `reach` or more scalars before the end of the text can no
    /// longer change and are ignored.
    mutating func hold(_ source: Int) {
        if !isComplete, text.count - source < reach { pending = min(pending, source) }
    }

    func style(adding attributes: TextStyle.Attributes, role: TextStyle.Role? = nil) -> TextStyle {
        TextStyle(attributes: style.attributes.union(attributes), role: role ?? style.role)
    }

    private mutating func parseEscape() {
        guard index + 1 < text.count else {
            hold(index)
            if isComplete { return emit() }
            index += 1
            return
        }
        let next = text[index + 1]
        if let delimiter = FormulaDelimiter(escaped: next) { return parseFormula(delimiter) }
        guard next == "\n" || (next.value < 0x80 && Self.isPunctuation(next)) else { return emit() }
        show(next, at: index)
        index += 2
    }

    private mutating func parseExclamation() {
        guard index + 1 < text.count else {
            hold(index)
            return emit()
        }
        if text[index + 1] == "[" { openBracket(isImage: true) } else { emit() }
    }

    private mutating func parseCode() {
        let start = index
        let length = runLength(at: start)
        guard isRun("`", length, after: start > 0 ? text[start - 1] : before) else {
            for _ in 0..<length { emit() }
            return
        }
        guard let (end, isCertain) = closingBackticks(length, after: start + length) else {
            let mayClose = !isComplete && text.count - start < reach
            hold(start)
            if mayClose { return showCode(start, start + length, text.count, text.count) }
            for _ in 0..<length { emit() }
            return
        }
        if !isCertain { pending = min(pending, start) }
        showCode(start, start + length, end, end + length)
        spans.append((start, index))
    }

    /// Returns the start of a closing run of backticks. `isCertain` is `false` if further text can extend the run.
    private func closingBackticks(_ length: Int, after start: Int) -> (index: Int, isCertain: Bool)? {
        var index = start
        let limit = start - length + reach
        while index < text.count, index + length <= limit {
            guard text[index] == "`" else {
                index += 1
                continue
            }
            let run = runLength(at: index)
            if run == length { return (index, isComplete || index + run < text.count) }
            index += run
        }
        return nil
    }

    private mutating func showCode(_ start: Int, _ from: Int, _ to: Int, _ end: Int) {
        var (from, to) = (from, to)
        if !keepsBackticks, to - from > 2, text[from] == " ", text[to - 1] == " " {
            if text[from..<to].contains(where: { $0 != " " }) { (from, to) = (from + 1, to - 1) }
        }
        if keepsBackticks { (from, to) = (start, end) }
        let style = style(adding: [], role: .code)
        for index in from..<to { show(text[index] == "\n" ? " " : text[index], at: start, style) }
        index = end
    }

    /// Returns the number of consecutive repetitions of the scalar at an index.
    func runLength(at start: Int) -> Int {
        var end = start + 1
        while end < text.count, text[end] == text[start] { end += 1 }
        return end - start
    }

    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
        case ..<0x80: return false
        default: break
        }
        return switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
            true
        default: false
        }
    }
}
