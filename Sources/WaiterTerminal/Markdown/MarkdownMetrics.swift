/// The room that Markdown has on a terminal.
struct MarkdownMetrics: Equatable {
    let width: Int
    let height: Int
    /// Whether inline code keeps its backticks, since no colour tells it from the text.
    let keepsBackticks: Bool

    init(width: Int, height: Int, style: MarkdownStyle) {
        self.width = max(width, 4)
        self.height = max(height, 2)
        keepsBackticks = !style.usesColor
    }

    /// How many scalars a construct may span from its opening mark to its closing one, and how long a line may be that
    /// the next line turns into a heading or a table.
    ///
    /// What is not yet certain must fit on the screen, since rows that have scrolled away cannot be redrawn: two rows
    /// of wrapped words hold at least one width of text. It also bounds the memory and the work per delta.
    var reach: Int { min(1024, max(16, width * (height - 2) / 2)) }
}
