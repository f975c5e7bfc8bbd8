internal import ArgumentParser
internal import Waiter
internal import WaiterConversation
internal import WaiterModels
internal import WaiterPlatform

/// Rewrites the command line for the parser. The parser itself supports neither options with two values nor a default
/// command that accepts arbitrary text.
package struct ArgumentRewriter: Sendable {
    private let root: any ParsableCommand.Type

    package init(_ tree: CommandTree) {
        root = tree.root
    }

    /// The names of the visible commands and of their subcommands.
    private var commands: [String: [String]] {
        var commands: [String: [String]] = ["help": []]
        for command in root.configuration.subcommands where command.configuration.shouldDisplay {
            let nested = command.configuration.subcommands.filter { $0.configuration.shouldDisplay }
            commands[Self.name(of: command)] = nested.map { Self.name(of: $0) }
        }
        return commands
    }

    private static func name(of command: any ParsableCommand.Type) -> String {
        command.configuration.commandName ?? ""
    }

    /// Options of `ask` that take the next argument as their value.
    package static let optionsWithValue: Set<String> = [
        "-m", "--model", "-s", "--system", "--sf", "--system-file", "-P", "--profile", "--key", "--base-url",
        "--timeout", "--retries",
        "--max-tokens", "-f", "--file", "-a", "--attachment", "-t", "--template", "--save-template", "--color",
        "--reasoning", "--id", "--messages", "--fit", "--budget", "--tag", "--header",
        "--api",
    ]

    /// Options of `ask` that take the next two arguments, a name and a value.
    package static let optionsWithPair: Set<String> = ["-o", "--option", "-p", "--param"]

    /// Inserts `ask` if the first argument is not a command, and joins `-o NAME VALUE` into `-o NAME=VALUE`.
    ///
    /// - Throws: `CommandFailure` for a command that does not exist.
    package func rewrite(_ arguments: [String]) throws -> [String] {
        guard let first = arguments.first else { return ["ask"] }
        try checkAmounts(arguments)
        switch first {
        case "ask", "chat":
            return [first] + joinPairs(arguments.dropFirst())
        case "batch" where arguments.dropFirst().first == "run":
            // For this command, -o specifies the output file.
            return arguments.prefix(2) + joinPairs(arguments.dropFirst(2), pairs: ["-p", "--param", "--option"])
        case "help":
            return try help(arguments) ? arguments : ["ask"] + joinPairs(arguments[...])
        case "--help", "-h", "--version", "--help-hidden":
            return arguments
        default:
            if arguments.count == 1, let equivalent = Self.equivalents[first] {
                throw CommandFailure.usage(
                    "unknown command '\(first)'",
                    nextStep: "\(equivalent); to send it as a prompt: waiter ask \(first)"
                )
            }
            guard let command = command(first, of: root) else {
                let asked = joinPairs(arguments[...])
                try checkSpelling(asked)
                return ["ask"] + asked
            }
            return try nested(arguments, in: command)
        }
    }

    /// Rejects a single word that closely resembles a command, so that a typo is not sent to a model and billed.
    private func checkSpelling(_ arguments: [String]) throws {
        guard let word = arguments.first, !word.contains(where: \.isWhitespace), !word.hasPrefix("-") else { return }
        var rest = arguments.dropFirst()
        while let next = rest.popFirst() {
            guard next.hasPrefix("-"), next != "-", next != "--" else { return }
            if Self.optionsWithValue.contains(next) || Self.optionsWithPair.contains(next) { _ = rest.popFirst() }
        }
        let edits = commands.keys.sorted().map { name in
            (name: name, count: NearestName.distance(word.lowercased(), name))
        }
        // "hello" is a likely prompt, but it is only two edits away from "help".
        let near = edits.filter { $0.count <= ($0.name == "help" ? 1 : 2) }.min { $0.count < $1.count }
        guard let name = near?.name else { return }
        throw CommandFailure.usage(
            "unknown command '\(word)'",
            nextStep: "did you mean 'waiter \(name)'? to send it as a prompt: waiter ask \(ShellWord.quoted(word))"
        )
    }

    /// Names of planned commands and of commands in other tools. These names are unlikely to be meant as prompts.
    private static let equivalents = [
        "aliases": "see: waiter models alias", "alias": "see: waiter models alias",
        "logs": "see: waiter log",
        "template": "see: waiter templates",
        "model": "see: waiter models", "key": "see: waiter keys", "version": "see: waiter --version",
        "plugins": "plugins are not supported", "install": "see: waiter local install",
        "prompt": "a prompt needs no subcommand: waiter 'What is an API?'",
        "schemas": "see: waiter ask --help (--schema)",
        "cost": "see: waiter usage", "costs": "see: waiter usage", "budget": "see: waiter usage budget",
    ]

    /// Rejects negative amounts, which the parser would mistake for options.
    private func checkAmounts(_ arguments: [String]) throws {
        let words = arguments.prefix { $0 != "--" }
        let isSet = words.starts(with: ["usage", "budget", "set"])
        for (before, word) in zip(words, words.dropFirst()) where DollarAmount.isNegative(word) {
            guard isSet && !before.hasPrefix("-") || before == "--budget" else { continue }
            throw CommandFailure.usage("\(isSet ? "a budget" : "--budget") must be at least 0, not '\(word)'")
        }
    }

    private func command(
        _ name: String,
        of parent: any ParsableCommand.Type
    ) -> (any ParsableCommand.Type)? {
        parent.configuration.subcommands.first { Self.name(of: $0) == name }
    }

    /// Validates the subcommand, because the parser's own error would be less helpful.
    private func nested(_ arguments: [String], in parent: any ParsableCommand.Type) throws -> [String] {
        guard !parent.configuration.subcommands.isEmpty else { return arguments }
        let name = arguments[0]
        guard arguments.count > 1, !arguments[1].hasPrefix("-") else {
            // In this position, `--help` and `--version` refer to the whole group, not to its default subcommand.
            let isHelp = arguments.dropFirst().first.map { ["-h", "--help", "--version"].contains($0) } ?? false
            guard let usual = parent.configuration.defaultSubcommand, !isHelp else { return arguments }
            return [name, Self.name(of: usual)] + arguments.dropFirst()
        }
        let word = arguments[1]
        if word == "help" { return ["help", name] + arguments.dropFirst(2) }
        if [name, word] == ["log", "search"] { return searchTerms(arguments) }
        if command(word, of: parent) != nil { return arguments }
        let names = commands[name] ?? []
        if let text = try textCommand(arguments, in: parent, names) { return text }
        let nearest = NearestName.find(word, in: names).map { "did you mean '\($0)'? " } ?? ""
        throw CommandFailure.usage(
            "unknown command '\(name) \(word)'",
            nextStep: "\(nearest)available: \(names.joined(separator: ", ")); "
                + "to send a prompt that begins with '\(name)': waiter ask \(name) ..."
        )
    }

    /// Inserts the default subcommand of a group whose arguments are arbitrary text, such as `embed`.
    ///
    /// - Throws: `CommandFailure` for a single word that closely resembles a subcommand, because sending the word as
    ///   text would be billed.
    private func textCommand(
        _ arguments: [String],
        in parent: any ParsableCommand.Type,
        _ names: [String]
    ) throws -> [String]? {
        guard let usual = parent.configuration.defaultSubcommand as? any TextSubcommand.Type else { return nil }
        let (name, word) = (arguments[0], arguments[1])
        // The name of the default subcommand itself is never suggested as a correction.
        let nearest = names.filter { $0 != Self.name(of: usual) }.min {
            NearestName.distance(word, $0) < NearestName.distance(word, $1)
        }
        if arguments.count == 2, let nearest, word.utf8.count > 1, NearestName.distance(word, nearest) <= 1 {
            throw CommandFailure.usage(
                "unknown command '\(name) \(word)'",
                nextStep: "did you mean 'waiter \(name) \(nearest)'? "
                    + "to use it as text: waiter \(name) \(Self.name(of: usual)) \(ShellWord.quoted(word))"
            )
        }
        return [name, Self.name(of: usual)] + arguments.dropFirst()
    }

    /// Options of `log search` that take the next argument as their value.
    private static let searchOptions: Set<String> = [
        "-n", "--limit", "-m", "--model", "--since", "--owner", "--metadata", "--color",
    ]

    /// Moves the search terms after a `--` terminator, so that a term can start with a dash.
    private func searchTerms(_ arguments: [String]) -> [String] {
        var (options, terms) = ([String](), [String]())
        var rest = arguments.dropFirst(2)
        while let word = rest.popFirst() {
            if word == "--" {
                terms += rest
                break
            }
            let name = String(word.prefix { $0 != "=" })
            if Self.searchOptions.contains(word) {
                options.append(word)
                if let value = rest.popFirst() { options.append(value) }
            } else if ["-h", "--help", "--json", "--version"].contains(word)
                || (word.hasPrefix("--") && name != word && Self.searchOptions.contains(name))
            {
                options.append(word)
            } else {
                terms.append(word)
            }
        }
        return arguments.prefix(2) + options + (terms.isEmpty ? [] : ["--"] + terms)
    }

    /// Returns whether the arguments request help, rather than being a prompt that starts with "help".
    ///
    /// - Throws: `CommandFailure` if help is requested for a command that does not exist.
    private func help(_ arguments: [String]) throws -> Bool {
        let topic = Array(arguments.dropFirst())
        guard let first = topic.first, !first.hasPrefix("-") else { return true }
        guard let group = command(first, of: root) ?? (first == "help" ? root : nil), commands[first] != nil else {
            if topic.count == 1, !first.contains(where: \.isWhitespace) {
                throw unknownHelp(first, topic, of: commands.keys.sorted())
            }
            return false
        }
        guard topic.count > 1 else { return true }
        // A longer command line is a prompt, not a request for help.
        guard topic.count <= 3, !topic.contains(where: { $0.contains(where: \.isWhitespace) }) else { return false }
        var parent = group
        for word in topic.dropFirst() {
            guard let next = command(word, of: parent) else {
                throw unknownHelp(word, topic, of: CommandDescription.commands(in: parent).map { Self.name(of: $0) })
            }
            parent = next
        }
        return true
    }

    private func unknownHelp(_ word: String, _ topic: [String], of names: [String]) -> CommandFailure {
        let before = topic.prefix { $0 != word }
        let nearest = NearestName.find(word, in: names)
        let help = nearest.map { "did you mean 'waiter help \((before + [$0]).joined(separator: " "))'? " }
        return .usage(
            "unknown command '\((before + [word]).joined(separator: " "))'",
            nextStep: (help ?? "see: waiter --help; ")
                + "to send a prompt that begins with 'help': waiter ask help ..."
        )
    }

    private func joinPairs(
        _ arguments: ArraySlice<String>,
        pairs: Set<String> = optionsWithPair
    ) -> [String] {
        var output: [String] = []
        var rest = arguments
        while let word = rest.popFirst() {
            output.append(word)
            if word == "--" { return output + rest }
            if pairs.contains(word), let name = rest.popFirst() {
                // `-o name=value` is also accepted. Otherwise, the value is the next argument.
                if name.contains("=") || rest.isEmpty {
                    output.append(name)
                } else {
                    output.append("\(name)=\(rest.removeFirst())")
                }
            } else if Self.optionsWithValue.contains(word), let value = rest.popFirst() {
                output.append(value)
            }
        }
        return output
    }
}
