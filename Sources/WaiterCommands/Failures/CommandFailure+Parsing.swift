extension CommandFailure {
    /// Condenses an error message from the argument parser into one line.
    ///
    /// - Parameter text: `Error: ...`, possibly followed by more lines, then `Help:`, `Usage:` and `See '...' for more
    ///   ...`.
    package init(parserText text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.drop(while: \.isWhitespace) }
        let complaint = lines.prefix { line in !["Help:", "Usage:", "See "].contains { line.hasPrefix($0) } }
        var what = complaint.joined(separator: " ")
        if what.hasPrefix("Error: ") { what.removeFirst(7) }
        if what.dropFirst().first?.isLowercase == true { what = what.prefix(1).lowercased() + what.dropFirst() }
        if what.hasSuffix(".") { what.removeLast() }
        let command = lines.last { $0.hasPrefix("See '") }?.split(separator: "'").dropFirst().first
        var nextStep = "see '\(command ?? "waiter --help")'"
        if what.hasPrefix("unknown option"), command == "waiter ask --help" {
            nextStep += "; a prompt that begins with a dash goes after --"
        }
        self = .usage(what, nextStep: nextStep)
    }
}
