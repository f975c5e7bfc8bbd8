internal import Waiter
internal import WaiterConversation
internal import WaiterLocal
internal import WaiterPlatform
internal import WaiterTerminal

extension SlashCommand {
    static let attach = SlashCommand(
        name: "attach",
        usage: "[PATH]",
        summary: "Sends a file or address with the next question."
    ) { session, argument in
        if argument.isForced, argument.text.isEmpty {
            session.attachments = []
            session.console.notice("waiter: nothing is attached")
        } else if argument.text.isEmpty {
            let names = session.attachments.map { TerminalText.line($0.name) }
            session.console.say(names.isEmpty ? "nothing is attached" : names.joined(separator: "\n"))
        } else {
            let attachment = try await PendingAttachment(argument.text, environment: session.context.environment)
            session.attachments.append(attachment)
            session.console.notice(TerminalText.line("waiter: \(attachment.name) goes along with the next question"))
        }
        return .next
    }

    static let save = SlashCommand(
        name: "save",
        usage: "FILE",
        summary: "Writes Markdown, or messages for .json; /save! replaces."
    ) { session, argument in
        guard !argument.text.isEmpty else {
            throw CommandFailure.usage("a file is missing", nextStep: "/save FILE.md, or /save FILE.json")
        }
        let path = PendingAttachment.expanded(argument.text, session.context.environment)
        guard argument.isForced || access(path, F_OK) != 0 else {
            throw CommandFailure.usage("\(argument.text) is there already", nextStep: "/save! replaces it")
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
        summary: "Copies the last answer."
    ) { session, _ in
        let text = try session.lastAnswer().message.text
        let clipboard = Clipboard(environment: session.context.environment, console: session.console)
        let way = try await clipboard.copy(text)
        session.console.notice("waiter: copied \(text.count) characters (\(way))")
        return .next
    }
}
