internal import Waiter

/// What of a path must be sent, what can be left out, and what no server takes.
///
/// Messages are left out by blocks: a question and all that follows it up to the next one, so that a tool's call and its
/// result never part. System and developer messages belong to no block and always stay, as does the last block.
struct ContextPlan {
    /// Messages that are left out together.
    struct Block {
        var ids: [Int]
        var isPinned: Bool
        /// How long they are, roughly: a hint for where to look first.
        var weight: Int
    }

    let path: [Conversation.Node]
    /// What servers refuse: calls without all of their results, results without their call, empty answers.
    let unsendable: Set<Int>
    /// The blocks that can be left out, oldest first.
    private(set) var blocks: [Block] = []
    /// The length of all that can be sent.
    private(set) var weight = 0

    init(_ path: [Conversation.Node]) {
        let path = path.map(\.sendable)
        self.path = path
        let unsendable = Self.unsendable(path)
        self.unsendable = unsendable
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
        // The last question is what the call is about.
        _ = blocks.popLast()
    }

    /// What is sent when some blocks are left out.
    func kept(without gone: some Sequence<Block>) -> [Conversation.Node] {
        let gone = unsendable.union(gone.flatMap(\.ids))
        return path.filter { !gone.contains($0.id) }
    }

    /// The messages of some blocks that can be sent.
    func messages(in blocks: some Sequence<Block>) -> [ChatMessage] {
        let ids = Set(blocks.flatMap(\.ids))
        return path.filter { ids.contains($0.id) && !unsendable.contains($0.id) }.map(\.message)
    }

    /// How many of the first blocks a summary tells of; 0 when it also tells of what is not said here.
    func blocks(coveredBy summary: Conversation.Summary) -> Int {
        let covered = Set(summary.covers)
        let count = blocks.prefix { $0.ids.allSatisfy(covered.contains) }.count
        return covered.isSubset(of: blocks.prefix(count).flatMap(\.ids)) ? count : 0
    }

    // MARK: What servers refuse

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
    /// The node with its message as servers are sent it: without reasoning in its text, and marked where a limit, a filter
    /// or an unknown reason ended it.
    fileprivate var sendable: Conversation.Node {
        guard message.role == .assistant, case .text(let text)? = message.content else { return self }
        let answer = ThinkTagParts(text)?.text ?? text
        let isCut = !(finishReason?.isComplete ?? true) && !answer.isEmpty
        guard isCut || answer != text else { return self }
        var node = self
        node.message.content = .text(isCut ? answer + Self.cutMark : answer)
        return node
    }

    private static let cutMark = "\n\n[The answer was cut off here.]"
}

extension FinishReason {
    /// Whether an answer with this reason is whole.
    var isComplete: Bool { outcome == .complete }
}

extension ChatMessage {
    /// Whether it tells the model how to behave.
    var isInstruction: Bool { role == .system || role == .developer }

    /// Whether it is an answer that says and does nothing, which servers refuse.
    fileprivate var isEmptyAnswer: Bool {
        guard role == .assistant, toolCalls.isEmpty, functionCall == nil, audioID == nil, additionalFields.isEmpty,
            (refusal ?? "").isEmpty
        else { return false }
        return switch content {
        case nil: true
        case .text(let text)?: text.isEmpty
        case .parts(let parts)?: parts.allSatisfy { $0.text?.isEmpty ?? false }
        case .unknown?: false
        }
    }

    /// Its length in bytes, roughly; pictures and the like count as a page of text.
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
