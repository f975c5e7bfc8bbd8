/// A block of lines between two lines that consist of `"""`.
enum QuotedBlock {
    /// Returns whether a line opens or closes a block.
    static func isMark(_ line: some StringProtocol) -> Bool {
        line.drop(while: \.isWhitespace).prefix { !$0.isWhitespace } == "\"\"\""
            && line.drop(while: \.isWhitespace).dropFirst(3).allSatisfy(\.isWhitespace)
    }

    /// Returns whether the first line of the text opens a block.
    static func isOpened(by text: String) -> Bool {
        isMark(text.prefix { $0 != "\n" })
    }

    /// Returns the text between the delimiters, or `nil` while the block is open.
    static func content(of text: String) -> String? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count > 1, let last = lines.last, isMark(last) else { return nil }
        return lines.dropFirst().dropLast().joined(separator: "\n")
    }
}
