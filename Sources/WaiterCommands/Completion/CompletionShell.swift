internal import WaiterTerminal

/// A shell for which `waiter` provides completion.
///
/// The shell script only calls `waiter completions candidates` and uses the output of that command, so the script works
/// with every version of `waiter`. Each line of the output is `=WORD` (optionally followed by a tab and a description),
/// `@files` or `@directories`.
package enum CompletionShell: String, CaseIterable, Sendable {
    case bash, zsh, fish

    package var script: String {
        switch self {
        case .bash: Self.bashScript
        case .zsh: Self.zshScript
        case .fish: Self.fishScript
        }
    }

    /// Returns the lines that the script reads.
    ///
    /// - Parameters:
    ///   - words: The words after the program's name. The last word is the one being typed. For bash, the array
    ///     contains the whole line as a single word.
    ///   - tree: The commands that can be completed.
    ///   - breaks: The characters at which bash splits words.
    ///   - describes: Whether bash only lists the candidates, so that descriptions can be appended to them.
    ///   - environment: The environment variables.
    /// - Returns: The lines in the script's format.
    package func answer(
        to words: [String],
        in tree: CommandTree,
        breaks: String,
        describes: Bool = false,
        environment: [String: String]
    ) -> String {
        let completer = Completer(tree, environment: environment)
        guard self == .bash else { return Self.lines(completer.answer(to: words)) }
        let line = BashLine(words.first ?? "", breaks: breaks)
        var answer = completer.answer(to: line.words)
        answer.candidates = answer.candidates.compactMap { candidate in
            line.replacement(by: candidate.value).map { .init($0, candidate.description) }
        }
        let showsDescriptions = describes && answer.candidates.count > 1
        answer.candidates = answer.candidates.map { candidate in
            guard showsDescriptions, !candidate.description.isEmpty else { return .init(candidate.value) }
            let words = TerminalText.line(candidate.description).split(separator: "\t").joined(separator: " ")
            return .init("\(candidate.value)  (\(ColumnText.cut(words, to: 50)))")
        }
        return Self.lines(answer)
    }

    private static func lines(_ answer: CompletionAnswer) -> String {
        var seen = Set<String>()
        // The names can come from a server, and the shell would print their control characters unescaped.
        let candidates = answer.candidates.filter { candidate in
            TerminalText.line(candidate.value) == candidate.value && !candidate.value.contains("\t")
                && !candidate.value.isEmpty && seen.insert(candidate.value).inserted
        }
        var lines = candidates.map { candidate in
            let description = TerminalText.line(candidate.description).split(separator: "\t").joined(separator: " ")
            return description.isEmpty ? "=\(candidate.value)" : "=\(candidate.value)\t\(description)"
        }
        if let paths = answer.paths { lines.append("@\(paths.rawValue)") }
        return lines.map { $0 + "\n" }.joined()
    }
}
