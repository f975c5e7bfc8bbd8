internal import WaiterConversation
internal import WaiterTerminal

/// Reports which messages are omitted to fit the context window, whenever the set changes.
package struct OmissionNotice: Sendable {
    private var omitted: [Int] = []

    package init() {}

    mutating func report(_ context: FittedContext, to console: Console) {
        defer { omitted = context.omitted }
        let count = context.omitted.count - context.unsendable.count
        guard context.omitted != omitted, count > 0 else { return }
        let what = "\(count) earlier message\(count == 1 ? "" : "s")"
        let how = context.summary == nil ? "omitted \(what)" : "summarized \(what)"
        let limit = context.limit.map { " of \($0)" } ?? ""
        console.notice("waiter: \(how) to fit the context (sending \(context.tokens)\(limit) tokens)")
    }
}
