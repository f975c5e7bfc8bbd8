import Testing
import WaiterTerminal

@Suite("Text tables")
struct TextTableTests {
    @Test("On a terminal, columns are as wide as their widest cell, and empty ones are omitted")
    func columns() {
        let text = TextTable.text([["名前", "", "x"], ["a", "", "line\nbreak"], ["b"]])
        #expect(text == "名前  x\na     line break\nb\n")
    }

    @Test("Columns after the leading ones are right-aligned")
    func numbers() {
        #expect(
            TextTable.text([["model", "calls"], ["m", "7"], ["n"]], leading: 1) == "model  calls\nm          7\nn\n"
        )
        #expect(TextTable.text([], leading: 1).isEmpty)
    }

    @Test("Widths are terminal columns, also with rows of different lengths")
    func widths() {
        #expect(ColumnText.widths(of: [["a"], ["🌍", "bcd"], []]) == [2, 3])
        #expect(ColumnText.padded("é", to: 3) == "é  ")
        #expect(ColumnText.padded("12", to: 3, alignsRight: true) == " 12")
    }
}
