/// The space available to Markdown on a terminal.
struct MarkdownMetrics: Equatable {
    let width: Int
    let height: Int
    /// Whether inline code keeps its backticks. Backticks are kept if no color distinguishes the code from other
    /// text.
    let keepsBackticks: Bool

    init(width: Int, height: Int, style: MarkdownStyle) {
        self.width = max(width, 4)
        self.height = max(height, 2)
        keepsBackticks = !style.usesColor
    }

    /// The maximum number of scalars in an inline construct, and in a line that the next line can turn into a heading
    /// or a table.
    ///
    /// Unsettled text must fit on the screen, because rows that have scrolled away cannot be redrawn. Two rows of
    /// wrapped words hold at least one screen width of text. The limit also bounds memory and the work per delta.
    var reach: Int { min(1024, max(16, width * (height - 2) / 2)) }
}
