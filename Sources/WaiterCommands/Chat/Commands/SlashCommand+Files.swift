internal import Waiter
internal import WaiterConversation
internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterTerminal

extension SlashCommand {
    static let attach = SlashCommand(
        name: "attach",
        usage: "[PATH]",
        summary: "Attach files or URLs to the next question."
    ) { session, argument in
        if argument.isForced, argument.text.isEmpty {
            session.attachments = []
            session.console.notice("waiter: no attachments")
        } else if argument.text.isEmpty {
            let names = session.attachments.map { TerminalText.line($0.name) }
            session.console.say(names.isEmpty ? "no attachments" : names.joined(separator: "\n"))
        } else {
            let environment = session.context.environment
            let named = try AttachedNames(in: argument.text, environment)
            var attachments: [PendingAttachment] = []
            for name in named.names { attachments.append(try await PendingAttachment(name, environment: environment)) }
            session.attachments += attachments
            var keys = OutgoingKeys()
            for attachment in attachments { attachment.fileText.map { keys.scan($0, named: attachment.name) } }
            for line in named.leftOut.notices + keys.warnings { session.console.notice(TerminalText.line(line)) }
            let names = attachments.map(\.name).joined(separator: ", ")
            session.console.notice(TerminalText.line("waiter: attached \(names) to the next question"))
        }
        return .next
    }

    static let save = SlashCommand(
        name: "save",
        usage: "FILE",
        summary: "Save as Markdown or as messages (.json); /save! overwrites."
    ) { session, argument in
        guard !argument.text.isEmpty else {
            throw CommandFailure.usage("missing file name", nextStep: "/save FILE.md, or /save FILE.json")
        }
        let path = PendingAttachment.expanded(argument.text, session.context.environment)
        guard argument.isForced || access(path, F_OK) != 0 else {
            throw CommandFailure.usage("\(argument.text) already exists", nextStep: "/save! overwrites it")
        }
        let text =
            path.lowercased().hasSuffix(".json")
            ? try session.conversation.openAIMessages.prettyJSONText + "\n"
            : ConversationMarkdown(session.stored).text
        do {
            try PrivateFile.replace(path, with: Array(text.utf8))
        } catch let failure as FileSystemError {
            throw CommandFailure.usage("\(failure)")
        }
        session.console.notice(TerminalText.line("waiter: saved \(argument.text)"))
        return .next
    }

    static let copy = SlashCommand(
        name: "copy",
        usage: "",
        summary: "Copy the last answer; /copy! uses the terminal (OSC 52)."
    ) { session, argument in
        let clipboard = Clipboard(session.context)
        if argument.text == declined {
            clipboard.remember(usesTerminal: false)
            return .next
        }
        let text = try session.lastAnswer().message.text
        guard let way = try await clipboard.copy(text, byTerminal: argument.isForced) else {
            session.console.notice("waiter: no working clipboard program found")
            let question = "copy through the terminal (OSC 52) from now on?"
            return .confirm(question, yes: "/copy!", no: "/copy \(declined)")
        }
        session.console.notice("waiter: copied \(text.count) characters (\(way))")
        return .next
    }

    /// The argument passed to `/copy` if the user declines to use the terminal.
    private static let declined = "not by the terminal"
}
