internal import WaiterConversation
internal import WaiterTerminal

/// Reports which messages are omitted to fit the context window, each time the set of omitted messages changes.
package struct OmissionNotice: Sendable {
    private var omitted: [Int] = []
    private var leftOut: [String] = []

    package init() {}

    /// Reports the item types that the API cannot express, each time the set of these types changes.
    mutating func report(itemTypes types: [String], to console: Console) {
        defer { leftOut = types }
        guard !types.isEmpty, types != leftOut else { return }
        let names = types.map { Self.names[$0] ?? $0 }
        console.notice(
            TerminalText.line(
                "waiter: chat completions cannot express \(names.joined(separator: ", ")), which are kept but not sent"
            )
        )
    }

    private static let names = [
        "web_search_call": "web searches", "file_search_call": "file searches",
        "code_interpreter_call": "code interpreter calls", "image_generation_call": "generated images",
        "mcp_call": "MCP tool calls", "mcp_list_tools": "MCP tool lists",
        "mcp_approval_request": "approval requests", "compaction": "compactions",
    ]

    mutating func report(_ context: FittedContext, to console: Console) {
        defer { omitted = context.omitted }
        let count = context.omitted.count - context.unsendable.count
        guard context.omitted != omitted, count > 0 else { return }
        let what = "\(count) earlier message\(count == 1 ? "" : "s")"
        let how = context.summary == nil ? "omitted \(what)" : "summarized \(what)"
        let limit = context.limit.map { " of \($0)" } ?? ""
        console.notice("waiter: \(how) to fit the context window (sending \(context.tokens)\(limit) tokens)")
    }
}
