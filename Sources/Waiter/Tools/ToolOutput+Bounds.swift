extension ToolOutput {
    /// The result of a call that was started but not completed.
    static let unknownOutcome = ToolOutput(
        "the outcome of this call is unknown: it was interrupted after it started, and may or may not have taken effect",
        isError: true
    )

    /// The text of the message to the model.
    var message: String { isError ? "error: \(text)" : text }

    /// Returns the result, truncated to the given number of bytes.
    func bounded(_ limit: Int) -> ToolOutput {
        let count = text.utf8.count
        guard count > limit else { return self }
        var output = self
        // Do not split a character.
        var end = text.utf8.index(text.startIndex, offsetBy: max(0, limit))
        while end > text.startIndex, end.samePosition(in: text.unicodeScalars) == nil {
            end = text.utf8.index(before: end)
        }
        output.text = String(text[..<end]) + "\n[truncated; the complete result is \(count) bytes long]"
        return output
    }
}
