internal import WaiterTerminal

/// A horizontal bar chart drawn as text and scaled to the available width.
struct BarChart {
    struct Bar {
        var label: String
        var value: Double
        var text: String
    }

    /// The width of the gap between columns, and the minimum useful width of a bar or a name.
    private static let (gap, leastRoom) = (2, 8)

    let bars: [Bar]
    /// The maximum width of a line in columns.
    let width: Int
    /// Whether Unicode block elements can be drawn.
    let isUnicode: Bool

    var text: String {
        // Control characters are replaced first, because replacing them changes the widths.
        let names = bars.map { TerminalText.line($0.label) }
        let texts = min(width, bars.map { ColumnText.width($0.text) }.max() ?? 0)
        var labels = min(30, names.map(ColumnText.width).max() ?? 0, max(0, width - texts - Self.gap))
        var room = width - labels - texts - 2 * Self.gap
        if room < Self.leastRoom {
            // Names can be truncated, but numbers cannot. If truncating the names is not sufficient, the bars are
            // omitted. If there is still too little space, the names are also omitted.
            let shorter = labels - (Self.leastRoom - room)
            (labels, room) = shorter >= Self.leastRoom ? (shorter, Self.leastRoom) : (labels, 0)
        }
        let largest = bars.map(\.value).max() ?? 0
        let rows = zip(bars, names).map { bar, name in
            let share = largest > 0 ? max(0, bar.value / largest) : 0
            let label = labels > 0 ? ColumnText.cut(name, to: labels) : ""
            return [label, Self.bar(share, room, isUnicode: isUnicode), ColumnText.cut(bar.text, to: texts)]
        }
        return TextTable.text(rows)
    }

    /// Returns a bar that fills the given share of the available width. A positive value is always visible.
    static func bar(_ share: Double, _ room: Int, isUnicode: Bool) -> String {
        let eighths = Int((share * Double(room) * 8).rounded())
        guard isUnicode else {
            let count = share > 0 ? max(1, (eighths + 4) / 8) : 0
            return String(repeating: "#", count: min(room, count))
        }
        let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
        let count = min(room * 8, share > 0 ? max(1, eighths) : 0)
        return String(repeating: "█", count: count / 8) + parts[count % 8]
    }

    /// Returns whether the locale's encoding is UTF-8.
    static func isUnicode(_ environment: [String: String]) -> Bool {
        let name = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        return ["utf-8", "utf8"].contains { name.lowercased().hasSuffix($0) }
    }
}
