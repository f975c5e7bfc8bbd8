internal import ArgumentParser

/// Computes completions from the parser's command definitions and from live data.
package struct Completer {
    private let tree: CommandTree
    private let environment: [String: String]

    package init(_ tree: CommandTree, environment: [String: String]) {
        self.tree = tree
        self.environment = environment
    }

    /// Returns the completions for a command line.
    ///
    /// - Parameter words: The unquoted words after the program's name. The last word is the one being typed, and can be
    ///   empty.
    /// - Returns: The completions for the last word.
    package func answer(to words: [String]) -> CompletionAnswer {
        var words = words
        let current = words.popLast() ?? ""
        guard let first = words.first else { return firstWord(current) }
        if first == "help" { return helpTopics(words.dropFirst()) }
        guard let command = Self.command(first, in: tree.root) else {
            return answer(tree.usual, [], words[...], current)
        }
        let rest = words.dropFirst()
        if command.configuration.subcommands.isEmpty { return answer(command, [first], rest, current) }
        let usual = command.configuration.defaultSubcommand
        guard let second = rest.first else {
            if current.hasPrefix("-"), let usual { return answer(usual, [first], [], current) }
            return CompletionAnswer(Self.names(in: command))
        }
        if let nested = Self.command(second, in: command) {
            return answer(group: nested, [first, second], rest.dropFirst(), current)
        }
        guard second.hasPrefix("-"), let usual else { return CompletionAnswer() }
        return answer(usual, [first], rest, current)
    }

    // MARK: Commands

    private func firstWord(_ current: String) -> CompletionAnswer {
        // `ask` is the default command, so a line can start with its options.
        if current.hasPrefix("-") {
            var options = answer(tree.usual, [], [], current)
            options.candidates.append(.init("--version", "Show the version."))
            return options
        }
        let help = CompletionAnswer.Candidate("help", "Show the help of a command.")
        return CompletionAnswer(Self.names(in: tree.root) + [help])
    }

    private func helpTopics(_ topic: ArraySlice<String>) -> CompletionAnswer {
        guard let first = topic.first else { return CompletionAnswer(Self.names(in: tree.root)) }
        guard topic.count == 1, let command = Self.command(first, in: tree.root) else {
            return CompletionAnswer()
        }
        return CompletionAnswer(Self.names(in: command))
    }

    private static func names(in parent: any ParsableCommand.Type) -> [CompletionAnswer.Candidate] {
        CommandDescription.commands(in: parent).map {
            .init(CommandDescription.name(of: $0), $0.configuration.abstract)
        }
    }

    private static func command(
        _ name: String,
        in parent: any ParsableCommand.Type
    ) -> (any ParsableCommand.Type)? {
        CommandDescription.commands(in: parent).first { CommandDescription.name(of: $0) == name }
    }

    // MARK: Arguments of a command

    /// Returns completions for a command that can have subcommands, including a default subcommand.
    private func answer(
        group command: any ParsableCommand.Type,
        _ path: [String],
        _ words: ArraySlice<String>,
        _ current: String
    ) -> CompletionAnswer {
        guard !command.configuration.subcommands.isEmpty else { return answer(command, path, words, current) }
        let usual = command.configuration.defaultSubcommand
        guard let word = words.first, !word.hasPrefix("-") else {
            if words.isEmpty, !current.hasPrefix("-") { return CompletionAnswer(Self.names(in: command)) }
            return usual.map { answer($0, path, words, current) } ?? CompletionAnswer()
        }
        guard let nested = Self.command(word, in: command) else { return CompletionAnswer() }
        return answer(nested, path + [word], words.dropFirst(), current)
    }

    private func answer(
        _ command: any ParsableCommand.Type,
        _ path: [String],
        _ words: ArraySlice<String>,
        _ current: String
    ) -> CompletionAnswer {
        let line = TypedLine(CommandDescription(command), words)
        let names = LiveNames(environment: environment, path: path, line: line)
        if let option = line.openOption { return names.values(of: option.argument, position: option.position) }
        if line.isAfterTerminator || !current.hasPrefix("-") {
            return line.nextPositional.map { names.values(of: $0, position: 0) } ?? CompletionAnswer()
        }
        if current.hasPrefix("--"), let equals = current.firstIndex(of: "=") {
            guard let option = line.option(String(current[..<equals])) else { return CompletionAnswer() }
            var answer = names.values(of: option, position: 0)
            for index in answer.candidates.indices {
                answer.candidates[index].value = "\(current[...equals])\(answer.candidates[index].value)"
            }
            return answer
        }
        return CompletionAnswer(line.unusedOptions(long: current.hasPrefix("--")))
    }
}
