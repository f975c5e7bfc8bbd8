/// The block of lines between two lines that are `"""`.
enum QuotedBlock {
    /// Whether a line opens or closes a block.
    static func isMark(_ line: some StringProtocol) -> Bool {
        line.drop(while: \.isWhitespace).prefix { !$0.isWhitespace } == "\"\"\""
            && line.drop(while: \.isWhitespace).dropFirst(3).allSatisfy(\.isWhitespace)
    }

    /// Whether a text begins with the line that opens a block.
    static func isOpened(by text: String) -> Bool {
        isMark(text.prefix { $0 != "\n" })
    }

    /// What stands between the first line and a last one that closes the block; nil while it is open.
    static func content(of text: String) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 1, let last = lines.last, isMark(last) else { return nil }
        return lines.dropFirst().dropLast().joined(separator: "\n")
    }
}
