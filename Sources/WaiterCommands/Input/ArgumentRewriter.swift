/// Prepares the command line for the parser, which knows neither options with two values nor a default command that
/// takes any words.
package enum ArgumentRewriter {
    package static let commands: Set<String> = ["ask", "doctor", "local", "help"]

    /// Options of `ask` that take the next word as their value.
    private static let optionsWithValue: Set<String> = [
        "-m", "--model", "-s", "--system", "-P", "--profile", "--key", "--base-url", "--timeout", "--retries",
        "--max-tokens",
    ]

    /// Puts `ask` before what names no command, and joins `-o NAME VALUE` to `-o NAME=VALUE`.
    package static func rewrite(_ arguments: [String]) -> [String] {
        guard let first = arguments.first else { return ["ask"] }
        if commands.contains(first) { return first == "ask" ? ["ask"] + joinPairs(arguments.dropFirst()) : arguments }
        if ["--help", "-h", "--version", "--help-hidden", "--generate-completion-script"].contains(first) {
            return arguments
        }
        return ["ask"] + joinPairs(arguments[...])
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
