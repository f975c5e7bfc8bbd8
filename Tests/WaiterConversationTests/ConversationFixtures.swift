import Waiter
import WaiterConversation
import WaiterTestSupport

/// A random conversation, and its properties known from construction.
struct RandomConversation {
    var value = Conversation(model: "gpt-4")
    /// Messages that every server rejects.
    var refused: Set<Int> = []
    private var random: SeededRandom
    private var ends: [Int] = []
    private var callCount = 0

    init(seed: UInt64, turns: Int) {
        random = SeededRandom(seed: seed)
        if chance(70) { value.append(.system(text(12))) }
        if chance(20) { value.append(.assistant(text(6))) }
        for _ in 0..<turns {
            if chance(15), let end = ends.randomElement(using: &random) { try? value.branch(at: end) }
            if chance(10) { value.append(chance(50) ? .system(text(6)) : .developer(text(6))) }
            turn()
            if let head = value.head { ends.append(head) }
        }
        // Never ends with an interrupted answer, so that the last message is a complete question.
        value.append(.user(text(8)))
        for node in value.path where chance(12) { try? value.setPinned(true, for: node.id) }
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    private mutating func text(_ words: Int) -> String {
        let count = Int.random(in: 1...(words * (chance(10) ? 8 : 1)), using: &random)
        let all = [
            "dish", "the table", "guten Tag", "naïve", "soup, please", "42", "Rechnung", "a glass of water", "なに",
        ]
        return (0..<count).map { _ in all.randomElement(using: &random) ?? "" }.joined(separator: " ")
    }

    private mutating func turn() {
        value.append(.user(text(20)))
        if chance(15) { return }
        for _ in 0..<Int.random(in: 0...2, using: &random) where chance(60) { round() }
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<10: refused.insert(value.append(.assistant(""), status: .interrupted))
        case 10..<20: value.append(.assistant(text(10)), status: .interrupted)
        default: value.append(.assistant(text(30)))
        }
        if chance(8) { refused.insert(value.append(.tool(text(5), toolCallID: "nobody"))) }
    }

    /// Tool calls and their results; occasionally, one is missing.
    private mutating func round() {
        let ids = (0..<Int.random(in: 1...3, using: &random)).map { _ in
            callCount += 1
            return "call\(callCount)"
        }
        let isBroken = chance(20)
        let content: ChatContent? = chance(30) ? .text(text(5)) : nil
        let calls = ids.map { ToolCall.function(id: $0, name: "find", arguments: #"{"what": "\#(text(4))"}"#) }
        var made = [value.append(.assistant(content: content, toolCalls: calls))]
        for id in ids.shuffled(using: &random).dropFirst(isBroken ? 1 : 0) {
            made.append(value.append(.tool(text(25), toolCallID: id)))
        }
        if isBroken { refused.formUnion(made) }
    }
}

/// Whether a server as strict as OpenAI's would accept these messages.
func isAccepted(_ messages: [ChatMessage]) -> Bool {
    var open: Set<String> = []
    for message in messages {
        if message.role == .tool {
            guard let id = message.toolCallID, open.remove(id) != nil else { return false }
            continue
        }
        guard open.isEmpty else { return false }
        if message.role == .assistant, message.text.isEmpty, message.toolCalls.isEmpty { return false }
        open = Set(message.toolCalls.map(\.id))
    }
    return open.isEmpty
}

/// The reference implementation: the messages that are sent when the oldest questions are omitted one by one.
func oracle(
    _ made: RandomConversation,
    limit: Int,
    keepsPinned: Bool,
    _ count: ([ChatMessage]) -> Int
) -> (sent: [Int]?, least: Int) {
    let path = made.value.path
    var sent = path.filter { !made.refused.contains($0.id) }
    while true {
        let tokens = count(sent.map(\.message))
        if tokens <= limit { return (sent.map(\.id), tokens) }
        guard let gone = oldest(path, sent.map(\.id), keepsPinned) else { return (nil, tokens) }
        sent.removeAll { gone.contains($0.id) }
    }
}

/// The oldest question that can be omitted, with the messages that follow it; nil if there is none.
private func oldest(_ path: [Conversation.Node], _ sent: [Int], _ keepsPinned: Bool) -> Set<Int>? {
    let last = path.last { $0.message.role == .user }?.id
    var groups: [[Conversation.Node]] = []
    for node in path where node.message.role != .system && node.message.role != .developer {
        if node.message.role == .user || groups.isEmpty { groups.append([]) }
        groups[groups.count - 1].append(node)
    }
    let free = groups.filter { group in
        !group.contains { $0.id == last } && !(keepsPinned && group.contains { $0.isPinned })
            && group.contains { sent.contains($0.id) }
    }
    return free.first.map { Set($0.map(\.id)) }
}
