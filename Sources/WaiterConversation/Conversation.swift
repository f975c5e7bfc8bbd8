public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A conversation with a model: a tree of messages, of which one path, from the beginning to the head, is what is said.
///
///     var conversation = Conversation(model: "gpt-6.1-sol", system: "Be brief.")
///     print(try await conversation.send("What is an API?", with: client).text)
///     print(try await conversation.send("And a waiter?", with: client).text)
///
/// It is a value for local variables: copies are independent, and nothing is stored unless somebody encodes it. Swift lets no
/// asynchronous call change a property of an actor or of a class, nor a variable at the top level of `main.swift`: what
/// outlives a function belongs into a `ConversationSession`, which is shared by reference.
///
/// Nothing that was said is lost: `undo`, `retry` and `edit` move the head and leave what was there as a branch.
public struct Conversation: Sendable, Hashable, Codable, Identifiable {
    /// The conversation's name, which sorts by time.
    public let id: ConversationID
    /// The model that is asked.
    public var model: String
    /// What somebody called it; nil for `displayTitle` alone.
    public var title: String?
    /// All messages, in the order of their making: each stands behind the one that it follows.
    public internal(set) var nodes: [Node] = []
    /// The last message of the path; nil for an empty conversation.
    public internal(set) var head: Int?
    /// What `ContextPolicy.summarize` made of the first messages; it is used while all that it tells of is on the path.
    public package(set) var summary: Summary?
    var memory = Memory()

    /// Begins a conversation.
    public init(model: String, system: String? = nil, id: ConversationID = ConversationID()) {
        self.id = id
        self.model = model
        if let system, !system.isEmpty { append(.system(system)) }
    }

    /// Makes a conversation of messages that stand one after the other, as a request carries them.
    public init(model: String, messages: [ChatMessage], id: ConversationID = ConversationID()) {
        self.id = id
        self.model = model
        for message in messages { append(message) }
    }

    // MARK: Reading

    /// The messages from the beginning to the head.
    public var path: [Node] { path(to: head) }

    /// The same as a request carries them.
    public var messages: [ChatMessage] { path.map(\.message) }

    /// The messages from the beginning to one of them; empty for nil and for numbers that there are not.
    public func path(to id: Int?) -> [Node] {
        var path: [Node] = []
        var next = id
        while let place = next, nodes.indices.contains(place) {
            path.append(nodes[place])
            next = nodes[place].parent
        }
        return path.reversed()
    }

    /// Whether the last word is not the model's: a question, or the result of a tool.
    public var awaitsAnswer: Bool {
        guard let last = head.map({ nodes[$0] }) else { return false }
        return last.message.role != .assistant && last.message.role != .system && last.message.role != .developer
    }

    /// The last messages of all branches, the head's among them, in the order of their making.
    public var leaves: [Int] {
        let parents = Set(nodes.compactMap(\.parent))
        return nodes.map(\.id).filter { !parents.contains($0) || $0 == head }
    }

    /// The title, or the first words that the user said; empty while there are none.
    public var displayTitle: String {
        if let title { return title }
        let text = nodes.first { $0.message.role == .user && !$0.message.text.isEmpty }?.message.text ?? ""
        return Self.title(of: text)
    }

    /// The beginning of a text, at most 60 characters on one line, cut between words where there are any.
    static func title(of text: String) -> String {
        let words = text.prefix(400).split(whereSeparator: \.isWhitespace)
        var title = ""
        for word in words {
            let longer = title.isEmpty ? String(word) : "\(title) \(word)"
            if longer.count > 60 { return title.isEmpty ? "\(word.prefix(59))…" : title + " …" }
            title = longer
        }
        return title
    }

    // MARK: Changing

    /// Adds a message behind the head, which it becomes.
    @discardableResult
    public mutating func append(
        _ message: ChatMessage,
        status: Status = .complete,
        at time: Date = Date()
    ) -> Int {
        let node = Node(id: nodes.count, parent: head, message: message, status: status, createdAt: time)
        nodes.append(node)
        head = node.id
        return node.id
    }

    /// Goes on from another message: what follows it now stays as a branch. Nil is the very beginning.
    ///
    /// - Throws: `ConversationError` with code `.unknownMessage`.
    public mutating func branch(at id: Int?) throws {
        if let id { try check(id) }
        head = id
    }

    /// Takes the last question back, and with it what was answered.
    ///
    /// - Returns: The question.
    /// - Throws: `ConversationError` with code `.noQuestion`.
    @discardableResult
    public mutating func undo() throws -> ChatMessage {
        let question = try lastQuestion()
        head = question.parent
        return question.message
    }

    /// Keeps a message from being dropped by `ContextPolicy.keepPinned`.
    ///
    /// - Throws: `ConversationError` with code `.unknownMessage`.
    public mutating func setPinned(_ isPinned: Bool, for id: Int) throws {
        try check(id)
        nodes[id].isPinned = isPinned
    }

    func lastQuestion() throws -> Node {
        guard let question = path.last(where: { $0.message.role == .user }) else {
            throw ConversationError(.noQuestion, "there is no question yet")
        }
        return question
    }

    /// Goes back to the last question, so that it is asked again.
    mutating func returnToLastQuestion() throws {
        head = try lastQuestion().id
    }

    func check(_ id: Int) throws {
        guard nodes.indices.contains(id) else {
            throw ConversationError(.unknownMessage, "there is no message \(id); there are \(nodes.count)")
        }
    }
}
