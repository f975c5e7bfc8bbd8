internal import Waiter

/// The messages on a path, divided into those that must be sent, those that can be omitted, and those that servers
/// reject.
///
/// Messages are omitted in blocks. Each block contains a question and everything up to the next question, so that a
/// tool call is never separated from its result. System and developer messages do not belong to a block. These messages
/// and the last block are always sent.
struct ContextPlan {
    /// Messages that are omitted together.
    struct Block {
        var ids: [Int]
        var isPinned: Bool
        /// The approximate length of the messages, used as a hint for the search.
        var weight: Int
    }

    let path: [Conversation.Node]
    /// The messages that servers reject: calls without all of their results, results without their call, and empty
    /// answers.
    let unsendable: Set<Int>
    /// The blocks that can be omitted, oldest first.
    private(set) var blocks: [Block] = []
    /// The approximate length of all messages that can be sent.
    private(set) var weight = 0

    init(_ path: [Conversation.Node], over api: ModelAPI = .chatCompletions) {
        var path = path.map(\.sendable)
        let unsendable = Self.unsendable(path)
        self.unsendable = unsendable
        if api == .responses { path = Self.sinceCompaction(path, without: unsendable) }
        self.path = path
        for node in path {
            let weight = unsendable.contains(node.id) ? 0 : node.message.weight
            self.weight += weight
            if node.message.isInstruction { continue }
            if node.message.role == .user || blocks.isEmpty {
                blocks.append(Block(ids: [], isPinned: false, weight: 0))
            }
            blocks[blocks.count - 1].ids.append(node.id)
            blocks[blocks.count - 1].weight += weight
            blocks[blocks.count - 1].isPinned = blocks[blocks.count - 1].isPinned || node.isPinned
        }
        // The last question is the subject of the call and is never omitted.
        _ = blocks.popLast()
    }

    /// Returns the nodes to send if some blocks are omitted.
    func kept(without gone: some Sequence<Block>) -> [Conversation.Node] {
        let gone = unsendable.union(gone.flatMap(\.ids))
        return path.filter { !gone.contains($0.id) }
    }

    /// Returns the sendable messages in the given blocks.
    func messages(in blocks: some Sequence<Block>) -> [ChatMessage] {
        let ids = Set(blocks.flatMap(\.ids))
        return path.filter { ids.contains($0.id) && !unsendable.contains($0.id) }.map(\.message)
    }

    /// Returns the number of leading blocks that a summary covers, or 0 if the summary also covers other messages.
    func blocks(coveredBy summary: Conversation.Summary) -> Int {
        let covered = Set(summary.covers)
        let count = blocks.prefix { $0.ids.allSatisfy(covered.contains) }.count
        return covered.isSubset(of: blocks.prefix(count).flatMap(\.ids)) ? count : 0
    }

    /// Returns the instructions and the messages since the last compaction item. That item replaces the messages
    /// before it.
    private static func sinceCompaction(
        _ path: [Conversation.Node],
        without unsendable: Set<Int>
    ) -> [Conversation.Node] {
        let last = path.lastIndex { $0.message.isCompacted && !unsendable.contains($0.id) }
        guard let last else { return path }
        return path[..<last].filter(\.message.isInstruction) + path[last...]
    }

    // MARK: Unsendable messages

    private static func unsendable(_ path: [Conversation.Node]) -> Set<Int> {
        var refused: Set<Int> = []
        var place = path.startIndex
        while place < path.endIndex {
            let node = path[place]
            place += 1
            if node.message.role == .tool { refused.insert(node.id) }
            if node.message.isEmptyAnswer { refused.insert(node.id) }
            guard node.message.role == .assistant, !node.message.toolCalls.isEmpty else { continue }
            var open = node.message.toolCalls.map(\.id)
            var answers: [Int] = []
            while place < path.endIndex, path[place].message.role == .tool {
                if let call = open.firstIndex(of: path[place].message.toolCallID ?? "") {
                    open.remove(at: call)
                    answers.append(path[place].id)
                } else {
                    refused.insert(path[place].id)
                }
                place += 1
            }
            if !open.isEmpty { refused.formUnion([node.id] + answers) }
        }
        return refused
    }
}

extension Conversation.Node {
    /// A copy of the node with its message in the format that is sent to servers.
    ///
    /// Reasoning is removed from the text. An answer that was cut short by a limit or a filter, or that has an unknown
    /// finish reason, is marked as truncated.
    fileprivate var sendable: Conversation.Node {
        guard message.role == .assistant, case .text(let text)? = message.content else { return self }
        let answer = ThinkTagParts(text)?.text ?? text
        let isCut = !(finishReason?.isComplete ?? true) && !answer.isEmpty
        guard isCut || answer != text else { return self }
        var node = self
        node.message.content = .text(isCut ? answer + Self.cutMark : answer)
        // The items of a truncated answer are not sent, except for a compaction item, which replaces the messages
        // before it.
        node.message.responseItems.removeAll { $0["type"]?.stringValue != "compaction" }
        return node
    }

    private static let cutMark = "\n\n[The answer was cut off here.]"
}

extension FinishReason {
    /// Whether an answer with this finish reason is complete.
    var isComplete: Bool { outcome == .complete }
}

extension ChatMessage {
    /// Whether the message contains instructions for the model.
    var isInstruction: Bool { role == .system || role == .developer }

    /// Whether the message is an answer without any content. Servers reject such answers.
    fileprivate var isEmptyAnswer: Bool {
        guard role == .assistant, toolCalls.isEmpty, functionCall == nil, audioID == nil, additionalFields.isEmpty,
            responseItems.isEmpty,
            (refusal ?? "").isEmpty
        else { return false }
        return switch content {
        case nil: true
        case .text(let text)?: text.isEmpty
        case .parts(let parts)?: parts.allSatisfy { $0.text?.isEmpty ?? false }
        case .unknown?: false
        }
    }

    /// The approximate length in bytes. An image or other attachment counts as a page of text.
    fileprivate var weight: Int {
        var weight = 16 + text.utf8.count
        if case .parts(let parts)? = content { weight += parts.count { $0.text == nil } * 3000 }
        for call in toolCalls {
            let text = call.function?.arguments ?? call.custom?.input ?? ""
            weight += 16 + text.utf8.count
        }
        return weight
    }
}
