/// The arguments typed so far, classified as the parser would classify them.
struct TypedLine {
    /// The option whose value is being typed, and the number of words in the value that have already been typed.
    private(set) var openOption: (argument: ArgumentDescription, position: Int)?
    private(set) var isAfterTerminator = false
    /// The option values, keyed by value name.
    private(set) var values: [String: [String]] = [:]
    private(set) var positionals: [String] = []
    private let command: CommandDescription
    private var used: Set<String> = []

    init(_ command: CommandDescription, _ words: ArraySlice<String>) {
        self.command = command
        var rest = words
        while let word = rest.popFirst() {
            if isAfterTerminator || !word.hasPrefix("-") || word == "-" {
                positionals.append(word)
            } else if word == "--" {
                isAfterTerminator = true
            } else {
                take(word, &rest)
            }
        }
    }

    private mutating func take(_ word: String, _ rest: inout ArraySlice<String>) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let option = argument(parts[0]) else { return }
        used.formUnion(option.names)
        guard option.kind == .option else { return }
        if parts.count > 1, word.hasPrefix("--") {
            values[option.valueName, default: []].append(parts[1])
            return
        }
        let takesPair = !ArgumentRewriter.optionsWithPair.isDisjoint(with: option.names)
        var taken: [String] = []
        while taken.count < (takesPair ? 2 : 1) {
            guard let value = rest.popFirst() else {
                openOption = (option, taken.count)
                values[option.valueName, default: []] += taken
                return
            }
            taken.append(value)
            if takesPair, value.contains("=") { break }
        }
        values[option.valueName, default: []] += taken
    }

    private func argument(_ name: String) -> ArgumentDescription? {
        command.arguments.first { $0.names.contains(name) }
    }

    /// Returns the option with the given name if it takes a value, or `nil` otherwise.
    func option(_ name: String) -> ArgumentDescription? {
        argument(name).flatMap { $0.kind == .option ? $0 : nil }
    }

    /// The positional argument that comes next.
    var nextPositional: ArgumentDescription? {
        let all = command.arguments.filter { $0.kind == .positional }
        if positionals.count < all.count { return all[positionals.count] }
        return all.last.flatMap { $0.isRepeating ? $0 : nil }
    }

    /// Returns the options that can still be given.
    ///
    /// - Parameter long: Whether to offer only the long names. This is the case if `--` has already been typed.
    /// - Returns: The names with their descriptions.
    func unusedOptions(long: Bool) -> [CompletionAnswer.Candidate] {
        command.arguments.flatMap { option -> [CompletionAnswer.Candidate] in
            guard option.kind != .positional else { return [] }
            if !option.isRepeating, !used.isDisjoint(with: option.names) { return [] }
            return option.names.filter { !long || $0.hasPrefix("--") }.map { .init($0, option.abstract) }
        }
    }
}
