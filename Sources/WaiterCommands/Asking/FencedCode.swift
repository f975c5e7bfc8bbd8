/// Extracts code from an answer, as requested with `-x`.
package enum FencedCode {
    /// Returns the contents of the first fenced code block, without fences, list markers or quote markers. Returns
    /// `nil` if the text has no fenced code block.
    ///
    /// An unclosed fence extends to the end of the text, as CommonMark specifies.
    package static func first(in text: String) -> String? {
        var finder = Finder()
        // Split by scalars, because CR LF is a single Character.
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            let line = line.last == "\r" ? line.dropLast() : line
            if let code = finder.take(String(line)[...]) { return code }
        }
        return finder.codeSoFar
    }

    private struct Fence {
        var character: Character
        var length: Int
        var indentation: Int
        var quotes: Int
    }

    private struct Finder {
        private var fence: Fence?
        private var lines: [Substring] = []
        /// The content columns of the open list items, outermost first.
        private var items: [Int] = []

        var codeSoFar: String? { fence == nil ? nil : lines.joined(separator: "\n") }

        /// Processes one line.
        ///
        /// - Returns: The code if this line closes the block, or `nil` otherwise.
        mutating func take(_ line: Substring) -> String? {
            if let fence { return take(line, inside: fence) }
            var (rest, quotes) = withoutQuotes(line, limit: .max)
            var column = rest.prefix { $0 == " " }.count
            rest = rest.dropFirst(column)
            if rest.isEmpty { return nil }
            items.removeAll { $0 > column }
            while let width = markerWidth(rest) {
                column += width
                rest = rest.dropFirst(width)
                items.append(column)
            }
            (fence, lines) = (opening(rest, column, quotes), [])
            return nil
        }

        private mutating func take(_ line: Substring, inside fence: Fence) -> String? {
            let (content, quotes) = withoutQuotes(line, limit: fence.quotes)
            // A code block ends where the block quote that contains it ends.
            if quotes < fence.quotes { return lines.joined(separator: "\n") }
            let indentation = content.prefix { $0 == " " }.count
            let text = content.dropFirst(indentation)
            let run = text.prefix { $0 == fence.character }.count
            let closes = run >= fence.length && text.dropFirst(run).allSatisfy(\.isWhitespace)
            if closes, indentation < fence.indentation + 4 { return lines.joined(separator: "\n") }
            lines.append(content.dropFirst(min(indentation, fence.indentation)))
            return nil
        }

        private func opening(_ rest: Substring, _ column: Int, _ quotes: Int) -> Fence? {
            guard let character = rest.first, character == "`" || character == "~" else { return nil }
            let run = rest.prefix { $0 == character }.count
            // If more backticks follow on the same line, the line is inline code. A line that is indented by four or
            // more columns is an indented code block.
            guard run >= 3, character == "~" || !rest.dropFirst(run).contains("`"), column < (items.last ?? 0) + 4
            else {
                return nil
            }
            return Fence(character: character, length: run, indentation: column, quotes: quotes)
        }

        private func withoutQuotes(_ line: Substring, limit: Int) -> (Substring, Int) {
            var (rest, count) = (line, 0)
            while count < limit {
                let content = rest.drop { $0 == " " }
                guard content.first == ">", rest.distance(from: rest.startIndex, to: content.startIndex) < 4 else {
                    break
                }
                rest = content.dropFirst()
                if rest.first == " " { rest = rest.dropFirst() }
                count += 1
            }
            return (rest, count)
        }

        /// Returns the width of a list marker including the spaces after it, or `nil` if the text does not start with a
        /// list marker.
        private func markerWidth(_ text: Substring) -> Int? {
            var mark = 1
            if let first = text.first, !"-*+".contains(first) {
                mark = text.prefix { $0.isASCII && $0.isNumber }.count
                guard (1...9).contains(mark), let end = text.dropFirst(mark).first, ".)".contains(end) else {
                    return nil
                }
                mark += 1
            }
            let spaces = text.dropFirst(mark).prefix { $0 == " " }.count
            return spaces == 0 ? nil : mark + min(spaces, 4)
        }
    }
}
