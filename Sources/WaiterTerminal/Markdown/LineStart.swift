/// The classification of a line by its first characters.
struct LineStart {
    enum Kind {
        case blank
        case paragraph
        /// A continuation line of the open paragraph.
        case continuation
        case heading(level: Int)
        /// A setext underline, which turns the previous line into a heading.
        case underline(level: Int)
        case rule
        case fence(Fence)
        case fenceEnd
        /// A line of the open code block.
        case code
        case indentedCode
        /// The delimiter row below the header of a table.
        case tableHead([TableLine.Alignment])
        case tableRow
    }

    /// The state of the open block that affects how the next line is classified.
    enum Context {
        case none
        case paragraph(mayBeHeading: Bool, headerColumns: Int?)
        /// A paragraph inside a formula. It continues until a blank line.
        case formula
        case fence(Fence)
        case indentedCode
        /// A table. If `needsBar` is `true`, each row must begin with a bar, as the header does.
        case table(needsBar: Bool)
    }

    let kind: Kind
    /// The number of open containers that the line belongs to.
    let matched: Int
    /// The containers that the line opens.
    let opened: [Container]
    /// The index at which the text starts. The text is preceded by `padding` spaces if a tab was partially consumed.
    let text: Int
    let padding: Int
}
