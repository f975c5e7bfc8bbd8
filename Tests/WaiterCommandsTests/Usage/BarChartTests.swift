import Testing
import WaiterTerminal

@testable import WaiterCommands

@Suite("Bar charts of usage")
struct BarChartTests {
    private static let bars = [
        BarChart.Bar(label: "gpt-6.1-sol", value: 12, text: "~$12.0035 + ?"),
        BarChart.Bar(label: "\u{1B}[31m\u{1B}\u{1B}\u{1B}red and a very long name of a model", value: 1, text: "$1"),
        BarChart.Bar(label: "模型模型模型模型模型模型模型模型模型", value: 0, text: "$0.00"),
    ]

    @Test(
        "A chart is never wider than the terminal, and its numbers are complete if there is room",
        arguments: [true, false]
    )
    func width(isUnicode: Bool) {
        for width in 1...200 {
            let text = BarChart(bars: Self.bars, width: width, isUnicode: isUnicode).text
            for line in text.split(separator: "\n") {
                #expect(ColumnText.width(String(line)) <= width, "\(width): \(line)")
            }
            if width >= 13 { #expect(text.contains("~$12.0035 + ?"), "\(width)") }
        }
    }

    @Test("The largest bar fills the room, and a small value is visible")
    func bars() {
        let text = BarChart(bars: Self.bars, width: 80, isUnicode: false).text
        let lines = text.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].contains("####") && lines[1].contains("#") && !lines[2].contains("#"))
    }
}
