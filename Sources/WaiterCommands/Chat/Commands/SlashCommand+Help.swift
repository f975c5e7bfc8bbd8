internal import WaiterTerminal

extension SlashCommand {
    static let help = SlashCommand(
        name: "help",
        usage: "",
        summary: "Lists the commands.",
        synonyms: ["?"]
    ) { session, _ in
        session.console.say(helpText)
        return .next
    }

    static let quit = SlashCommand(
        name: "quit",
        usage: "",
        summary: "Leaves; Ctrl-D does, too.",
        synonyms: ["exit", "bye", "q"]
    ) { _, _ in .leave }

    /// The help text: one line per command, and the key bindings.
    package static var helpText: String {
        let rows = all.map { command in
            ["  /" + command.name + (command.usage.isEmpty ? "" : " " + command.usage), command.summary]
        }
        return TextTable.text(rows + keys).dropLast().description
    }

    private static let keys = [
        ["  \"\"\"", "Opens and closes a question of several lines."],
        ["  //...", "Asks a question that begins with a slash."],
        ["  Ctrl-X Ctrl-E", "Opens the line in your editor; Alt-Enter begins a new line."],
        ["  Ctrl-C", "Stops an answer."],
    ]
}
