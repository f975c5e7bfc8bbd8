/// What a line that begins with a slash can ask of a chat.
package enum ChatCommandName: String, CaseIterable, Sendable {
    case help, model, system, attach, edit, retry, undo, branch, save, tokens, cost, copy, quit

    /// What stands behind it.
    var argument: String {
        switch self {
        case .model: "[NAME]"
        case .system: "[TEXT]"
        case .attach: "PATH|URL"
        case .branch: "[TURN]"
        case .save: "FILE"
        default: ""
        }
    }

    /// What it does, in a line.
    var summary: String {
        switch self {
        case .help: "Show this."
        case .model: "Say which model answers, or let another one answer from here on."
        case .system: "Show the system prompt, or give another one from here on."
        case .attach: "Send an image, a sound or a PDF along with the next question."
        case .edit: "Change the last question in your editor ($VISUAL), and ask it again."
        case .retry: "Ask the last question again."
        case .undo: "Take the last question back, and its answer."
        case .branch: "List the turns and branches, or go on from one of them."
        case .save: "Write the conversation to a file: Markdown, or OpenAI's messages for *.json; 'FILE!' replaces one."
        case .tokens: "Show what fills the model's context."
        case .cost: "Show what the conversation has cost."
        case .copy: "Copy the last answer to the clipboard."
        case .quit: "Leave, as Ctrl-D does."
        }
    }

    /// The help, a line for each.
    static var helpText: String {
        let names = allCases.map { "/\($0.rawValue) \($0.argument)" }
        let width = (names.map(\.count).max() ?? 0) + 2
        let lines = zip(names, allCases).map { name, command in
            "  " + name + String(repeating: " ", count: width - name.count) + command.summary
        }
        return lines.joined(separator: "\n") + """


              \"\"\" begins and ends a text of several lines; Ctrl-X Ctrl-E opens your editor; Ctrl-R searches what was typed.
              Ctrl-C stops an answer. A line that begins with // is a question that begins with /.
            """
    }
}
