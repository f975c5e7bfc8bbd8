/// Finds code in an answer, for `-x`.
package enum FencedCode {
    /// The content of the first fenced block, without its fences; nil when there is none.
    ///
    /// A fence that is not closed holds everything to the end, as CommonMark says.
    package static func first(in text: String) -> String? {
        var fence: (character: Character, length: Int, indentation: Int)?
        var lines: [Substring] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let indentation = line.prefix { $0 == " " }.count
            let content = line.dropFirst(indentation)
            if let open = fence {
                let run = content.prefix { $0 == open.character }.count
                let closes = run >= open.length && content.dropFirst(run).allSatisfy(\.isWhitespace) && indentation < 4
                if closes { return lines.joined(separator: "\n") }
                lines.append(line.dropFirst(min(indentation, open.indentation)))
            } else if indentation < 4, let character = content.first, character == "`" || character == "~" {
                let run = content.prefix { $0 == character }.count
                let info = content.dropFirst(run)
                // Backticks after backticks are code within a line.
                if run >= 3, character == "~" || !info.contains("`") { fence = (character, run, indentation) }
            }
        }
        return fence == nil ? nil : lines.joined(separator: "\n")
    }
}
