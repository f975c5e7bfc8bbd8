internal import WaiterTerminal

extension SlashCommand {
    static let help = SlashCommand(
        name: "help",
        usage: "",
        summary: "List the commands.",
        synonyms: ["?"]
    ) { session, _ in
        session.console.say(helpText)
        return .next
    }

    static let quit = SlashCommand(
        name: "quit",
        usage: "",
        summary: "Leave the chat; same as Ctrl-D.",
        synonyms: ["exit", "bye", "q"]
    ) { _, _ in .leave }

    /// The help text. It contains one line for each command, followed by the key bindings.
    package static var helpText: String {
        let rows = all.map { command in
            ["  /" + command.name + (command.usage.isEmpty ? "" : " " + command.usage), command.summary]
        }
        return TextTable.text(rows + keys).dropLast().description
    }

    private static let keys = [
        ["  \"\"\"", "Start and end a multi-line question."],
        ["  //...", "Ask a question that starts with a slash."],
        ["  Ctrl-X Ctrl-E", "Open the line in your editor; Alt-Enter inserts a newline."],
        ["  Ctrl-C", "Stop the answer."],
    ]
}
