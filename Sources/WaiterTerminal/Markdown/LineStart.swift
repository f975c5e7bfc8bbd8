/// What a line is, as its beginning tells.
struct LineStart {
    enum Kind {
        case blank
        case paragraph
        /// A further line of the open paragraph.
        case continuation
        case heading(level: Int)
        /// A line that makes a heading of the line before.
        case underline(level: Int)
        case rule
        case fence(Fence)
        case fenceEnd
        /// A line of the open code.
        case code
        case indentedCode
        /// The line below the header of a table.
        case tableHead([TableLine.Alignment])
        case tableRow
    }

    /// What the block at the end of the line before says about lines that follow.
    enum Context {
        case none
        case paragraph(mayBeHeading: Bool, headerColumns: Int?)
        /// A paragraph that goes on with a formula until a blank line.
        case formula
        case fence(Fence)
        case indentedCode
        /// Whether each row must begin with a bar, as the header did.
        case table(needsBar: Bool)
    }

    let kind: Kind
    /// How many of the open containers the line belongs to.
    let matched: Int
    /// The containers that begin on the line.
    let opened: [Container]
    /// Where the text begins, after so many spaces for a tab that was used in part.
    let text: Int
    let padding: Int
}
