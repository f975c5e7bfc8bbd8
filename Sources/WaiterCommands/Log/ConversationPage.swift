internal import Waiter
internal import WaiterConversation
internal import WaiterPlatform
internal import WaiterStore
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// A conversation formatted for reading, without control characters. `--last` and `--json` print the exact text.
struct ConversationPage {
    let stored: StoredConversation
    let summary: ConversationSummary
    /// The calls to print after the messages.
    var calls: [StoredCall] = []
    let console: Console
    let style: LogStyle
    let rendering: Rendering
    /// The reference time for relative dates.
    let now: Date

    private var conversation: Conversation { stored.conversation }

    /// Prints the heading and the messages on the current path.
    func write() throws {
        try writeHeading()
        for node in conversation.path { try write(node) }
        for call in calls { try write(call) }
    }

    /// Prints one line for each message on all branches. Messages on the current path are marked with an asterisk.
    func writeBranches() throws {
        try writeHeading()
        let path = Set(conversation.path.map(\.id))
        let children = Dictionary(grouping: conversation.nodes) { $0.parent }
        // The list is in reverse order, because elements are removed from its end.
        var open = (children[nil] ?? []).reversed().map { ($0, 0) }
        while let (node, depth) = open.popLast() {
            let mark = path.contains(node.id) ? "*" : " "
            let start = "\(mark) " + String(repeating: "  ", count: min(depth, 20)) + "\(node.message.role.rawValue): "
            let message = MessageText(node.message)
            let words = message.text.isEmpty ? message.notes.joined(separator: " ") : String(message.text.prefix(400))
            let room = console.output.isTerminal ? console.output.size.columns - 1 : 120
            try console.write(ColumnText.cut(start + words + Self.mark(node), to: room) + "\n")
            let following = children[node.id] ?? []
            // The output is indented only where the conversation branches.
            let next = following.count > 1 ? depth + 1 : depth
            open += following.reversed().map { ($0, next) }
        }
    }

    // MARK: Parts

    private func writeHeading() throws {
        let title = summary.title.isEmpty ? "(empty)" : summary.title
        let facts = [
            conversation.id.text, conversation.model, summary.profile.map { "profile \($0)" } ?? "",
            "\(summary.turns) turn\(summary.turns == 1 ? "" : "s")", LogDate.relative(summary.createdAt, now: now),
        ]
        try console.write(style.strong(TerminalText.line(title)) + "\n")
        try console.write(TerminalText.line(facts.filter { !$0.isEmpty }.joined(separator: ", ")) + "\n")
        let count = conversation.leaves.count
        if count > 1 {
            let words = "\(count) branches, showing the most recently continued one; show all with --branches"
            try console.write(style.faint(words) + "\n")
        } else if conversation.path.isEmpty, count > 0 {
            try console.write(style.faint("all messages were undone; show them with --branches") + "\n")
        }
        try console.write("\n")
    }

    private func write(_ node: Conversation.Node) throws {
        var heading = node.message.role.rawValue
        if let name = node.message.name ?? toolName(of: node) { heading += " \(name)" }
        if let model = node.model { heading += " (\(model))" }
        heading += ", \(LogDate.relative(node.createdAt, now: now))\(Self.mark(node))"
        let siblings = conversation.nodes.filter { $0.parent == node.parent }
        if siblings.count > 1, let place = siblings.firstIndex(where: { $0.id == node.id }) {
            heading += ", version \(place + 1) of \(siblings.count)"
        }
        try console.write(style.strong(TerminalText.line(heading)) + "\n")
        let message = MessageText(node.message)
        for note in message.notes { try console.write(ColumnText.fields([note]) + "\n") }
        // Only answers are rendered as Markdown.
        var writer = AnswerWriter(console, rendering: node.message.role == .assistant ? rendering : .plain)
        try writer.write(TerminalText.withoutControls(message.text))
        try writer.finish()
        try console.write("\n")
    }

    /// Returns the name of the tool that produced the message, or `nil` if the message is not a tool result.
    private func toolName(of node: Conversation.Node) -> String? {
        guard node.message.role == .tool, let id = node.message.toolCallID else { return nil }
        for earlier in conversation.path.reversed() {
            if let call = earlier.message.toolCalls.first(where: { $0.id == id }) { return call.function?.name }
        }
        return nil
    }

    private static func mark(_ node: Conversation.Node) -> String {
        switch (node.status, node.finishReason?.outcome) {
        case (.streaming, _): ", in progress"
        case (.failed, _): ", failed"
        case (_, .truncated?): ", cut off by the length limit"
        case (_, .filtered?): ", cut off by a content filter"
        case (_, .unknown?), (_, .failed?): TerminalText.line(", ended with '\(node.finishReason?.rawValue ?? "")'")
        case (.interrupted, _): ", interrupted"
        case (.complete, _): ""
        }
    }

    private func write(_ call: StoredCall) throws {
        var facts = [call.status.rawValue, call.model]
        if let served = call.servedModel, served != call.model { facts.append("served by \(served)") }
        facts += [call.server.map { "at \($0)" }, call.profile.map { "profile \($0)" }].compactMap { $0 }
        if let first = call.firstToken { facts.append("first token after \(first.shortText)") }
        if let duration = call.duration { facts.append("total \(duration.shortText)") }
        if let usage = call.usage { facts.append("\(usage.promptTokens) + \(usage.completionTokens) tokens") }
        if let id = call.requestID { facts.append("request id \(id)") }
        if let error = call.error { facts.append(error) }
        let heading = "call \(call.id), \(LogDate.relative(call.startedAt, now: now)): \(facts.joined(separator: ", "))"
        try console.write(style.strong(TerminalText.line(heading)) + "\n")
        try console.write(TerminalText.safe("request: \(String(decoding: call.request, as: UTF8.self))\n"))
        if let response = call.response { try console.write(TerminalText.safe("response: \(response)\n")) }
        try console.write("\n")
    }
}
