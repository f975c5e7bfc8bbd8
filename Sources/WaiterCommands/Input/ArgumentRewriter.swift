/// Prepares the command line for the parser, which knows neither options with two values nor a default command that
/// takes any words.
package enum ArgumentRewriter {
    package static let commands: Set<String> = ["ask", "keys", "local", "help"]
    package static let localCommands = ["install", "start", "status", "stop"]
    /// Called by `local start`, not by people.
    private static let hiddenLocalCommands: Set<String> = ["run"]

    /// Options of `ask` that take the next word as their value.
    private static let optionsWithValue: Set<String> = [
        "-m", "--model", "-s", "--system", "-P", "--profile", "--key", "--base-url", "--timeout", "--retries",
        "--max-tokens",
    ]

    /// Puts `ask` before what names no command, and joins `-o NAME VALUE` to `-o NAME=VALUE`.
    ///
    /// - Throws: `CommandFailure` for a command that does not exist.
    package static func rewrite(_ arguments: [String]) throws -> [String] {
        guard let first = arguments.first else { return ["ask"] }
        switch first {
        case "ask":
            return ["ask"] + joinPairs(arguments.dropFirst())
        case "local":
            return try local(arguments)
        case "help":
            return try help(arguments) ? arguments : ["ask"] + joinPairs(arguments[...])
        case "--help", "-h", "--version", "--help-hidden", "--generate-completion-script":
            return arguments
        default:
            return ["ask"] + joinPairs(arguments[...])
        }
    }

    private static func local(_ arguments: [String]) throws -> [String] {
        guard arguments.count > 1, !arguments[1].hasPrefix("-") else { return arguments }
        let word = arguments[1]
        if word == "help" { return ["help", "local"] + arguments.dropFirst(2) }
        if localCommands.contains(word) || hiddenLocalCommands.contains(word) { return arguments }
        let nearest = NearestName.find(word, in: localCommands).map { "did you mean '\($0)'? " } ?? ""
        throw CommandFailure.usage(
            "there is no command 'local \(word)'",
            nextStep: "\(nearest)there are \(localCommands.joined(separator: ", ")); "
                + "a prompt that begins with 'local' is asked by: waiter ask local ..."
        )
    }

    /// Whether help is wanted, and not an answer to a prompt that begins with the word.
    private static func help(_ arguments: [String]) throws -> Bool {
        let topic = Array(arguments.dropFirst())
        guard let first = topic.first, !first.hasPrefix("-") else { return true }
        if commands.contains(first) {
            return topic.count == 1 || (first == "local" && topic.count == 2 && localCommands.contains(topic[1]))
        }
        if topic.count == 1, let nearest = NearestName.find(first, in: commands.sorted()) {
            throw CommandFailure.usage(
                "there is no command '\(first)'",
                nextStep: "did you mean 'waiter help \(nearest)'? "
                    + "a prompt that begins with 'help' is asked by: waiter ask help ..."
            )
        }
        return false
    }

    private static func joinPairs(_ arguments: ArraySlice<String>) -> [String] {
        var output: [String] = []
        var rest = arguments
        while let word = rest.popFirst() {
            output.append(word)
            if word == "--" { return output + rest }
            if word == "-o" || word == "--option", let name = rest.popFirst() {
                // `-o name=value` is fine as well; else the value is the next word.
                if name.contains("=") || rest.isEmpty {
                    output.append(name)
                } else {
                    output.append("\(name)=\(rest.removeFirst())")
                }
            } else if optionsWithValue.contains(word), let value = rest.popFirst() {
                output.append(value)
            }
        }
        return output
    }
}
