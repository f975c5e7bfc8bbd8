/// Reads the inline Markdown of one block: emphasis, code, links. LaTeX formulas stay as they are.
///
/// No construct spans more than the `reach`. What the text that follows may turn into something else is *pending*; all
/// before the first pending construct is settled: nothing that follows changes it. So a text can be parsed piece by
/// piece, and how it is cut makes no difference.
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
    /// The scalar before the text, which decides whether a delimiter can open or close.
    let before: Unicode.Scalar?
    /// Whether nothing follows the text.
    let isComplete: Bool
    let reach: Int
    let keepsBackticks: Bool
    let style: TextStyle
    /// The formula in which the text begins.
    let formula: FormulaDelimiter?

    var index = 0
    var cells: [InlineCell] = []
    var delimiters: [Delimiter] = []
    var brackets: [Bracket] = []
    /// From where to where in the source the matched constructs reach.
    var spans: [(start: Int, end: Int)] = []
    /// Which cells emphasis covers.
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

    /// The cells to show.
    ///
    /// - Returns: The cells, and how many scalars of the source are settled. Cells of pending constructs are shown as
    ///   if they were closed where the text ends.
    mutating func parse() -> (cells: [InlineCell], settled: Int) {
        if let formula { continueFormula(formula) }
        while index < text.count { parseNext() }
        let open = matchDelimiters(from: 0)
        guard !isComplete else {
            applyStyles()
            return (cells, text.count)
        }
        // What is part of a pending construct may close something before it, when that comes to nothing.
        let certain = min(pending, trailingRun)
        for bracket in brackets where bracket.isActive && certain - bracket.source < reach {
            pending = min(pending, bracket.source)
        }
        previewOpen(open.filter { certain - $0.source < reach })
        applyStyles()
        return (cells, settledCount)
    }

    /// How much comes before the first pending construct and before all that reaches into it.
    private var settledCount: Int {
        guard pending < text.count else { return text.count }
        // From the last to the first: a run of marks may close one span and open the next.
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

    /// Shows the scalar at the index as it is.
    mutating func emit() {
        show(text[index], at: index)
        index += 1
    }

    mutating func show(_ scalar: Unicode.Scalar, at source: Int, _ style: TextStyle? = nil) {
        cells.append(InlineCell(scalar: scalar, style: style ?? self.style, source: source))
    }

    /// Notes that what begins in the source may still become something else, unless it is too far away for that.
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

    /// Where a run of so many backticks begins; it is not certain when text that follows may lengthen it.
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

    /// How often the scalar at an index repeats.
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
