public import Waiter

#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// A conversation with a model. The messages form a tree. The current path extends from the start of the
/// conversation to the current message, which is called the head.
///
///     var conversation = Conversation(model: "gpt-6.1-sol", system: "Be brief.")
///     print(try await conversation.send("What is an API?", with: client).text)
///     print(try await conversation.send("And a waiter?", with: client).text)
///
/// Use `Conversation` as a local variable. It is a value type, so copies are independent, and nothing is saved unless
/// you encode the conversation. Swift does not let asynchronous methods mutate a property of an actor or class, or a
/// top-level variable in `main.swift`. For a conversation that outlives a function, use `ConversationSession`, which
/// is shared by reference.
///
/// No message is ever lost. `undo`, `retry` and `edit` move the head and preserve the previous messages as a branch.
public struct Conversation: Sendable, Hashable, Codable, Identifiable {
    /// The ID of the conversation. IDs sort by creation time.
    public let id: ConversationID
    /// The model to call.
    public var model: String
    /// The title assigned by the user, or `nil` to use the derived `displayTitle`.
    public var title: String?
    /// All messages in order of creation. Each message therefore comes after its parent.
    public internal(set) var nodes: [Node] = []
    /// The index of the last message on the path, or `nil` for an empty conversation.
    public internal(set) var head: Int?
    /// The summary created by `ContextPolicy.summarize`. The summary is used only while all messages that it covers are
    /// on the path.
    public package(set) var summary: Summary?
    /// The state of a tool loop that was suspended, stopped or interrupted at the end of the path, or `nil` if there is
    /// no such loop.
    ///
    /// The pending calls are the tool calls in the last message. `resumeTools` resumes them, and asking a new question
    /// discards them.
    public package(set) var pendingTools: ToolProgress?
    var memory = Memory()

    /// Creates a conversation.
    public init(model: String, system: String? = nil, id: ConversationID = ConversationID()) {
        self.id = id
        self.model = model
        if let system, !system.isEmpty { append(.system(system)) }
    }

    /// Creates a conversation from a list of messages, as in a request.
    public init(model: String, messages: [ChatMessage], id: ConversationID = ConversationID()) {
        self.id = id
        self.model = model
        for message in messages { append(message) }
    }

    // MARK: Reading

    /// The messages from the start to the head.
    public var path: [Node] { path(to: head) }

    /// The messages from the start to the head, as sent in requests.
    public var messages: [ChatMessage] { path.map(\.message) }

    /// Returns the messages from the start to the given message. Returns no messages if the index is `nil` or unknown.
    public func path(to id: Int?) -> [Node] {
        var path: [Node] = []
        var next = id
        while let place = next, nodes.indices.contains(place) {
            path.append(nodes[place])
            next = nodes[place].parent
        }
        return path.reversed()
    }

    /// Whether the last message is a question or a tool result to which the model has not responded.
    public var awaitsAnswer: Bool {
        guard let last = head.map({ nodes[$0] }) else { return false }
        return last.message.role != .assistant && last.message.role != .system && last.message.role != .developer
    }

    /// The last messages of all branches, including the head, in order of creation.
    public var leaves: [Int] {
        let parents = Set(nodes.compactMap(\.parent))
        return nodes.map(\.id).filter { !parents.contains($0) || $0 == head }
    }

    /// The title to display. If `title` is `nil`, this property is the start of the first user message, or an empty
    /// string if there is no user message.
    public var displayTitle: String {
        if let title { return title }
        let text = nodes.first { $0.message.role == .user && !$0.message.text.isEmpty }?.message.text ?? ""
        return Self.title(of: text)
    }

    /// Returns at most the first 60 characters of the text, on a single line. The text is truncated between words if
    /// possible.
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

    /// Appends a message, which becomes the new head.
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

    /// Moves the head to another message, or to the start if the index is `nil`. The messages after the new head are
    /// kept as a branch.
    ///
    /// - Throws: `ConversationError` with code `.unknownMessage`.
    public mutating func branch(at id: Int?) throws {
        if let id { try check(id) }
        head = id
    }

    /// Moves the head to the message before the last question. The question and its answer are kept as a branch.
    ///
    /// - Returns: The question.
    /// - Throws: `ConversationError` with code `.noQuestion`.
    @discardableResult
    public mutating func undo() throws -> ChatMessage {
        let question = try lastQuestion()
        head = question.parent
        return question.message
    }

    /// Pins or unpins a message. `ContextPolicy.keepPinned` never omits pinned messages.
    ///
    /// - Throws: `ConversationError` with code `.unknownMessage`.
    public mutating func setPinned(_ isPinned: Bool, for id: Int) throws {
        try check(id)
        nodes[id].isPinned = isPinned
    }

    func lastQuestion() throws -> Node {
        guard let question = path.last(where: { $0.message.role == .user }) else {
            throw ConversationError(.noQuestion, "no question yet")
        }
        return question
    }

    /// Moves the head back to the last question, so that it can be asked again.
    mutating func returnToLastQuestion() throws {
        head = try lastQuestion().id
    }

    func check(_ id: Int) throws {
        guard nodes.indices.contains(id) else {
            throw ConversationError(.unknownMessage, "no message with index \(id); number of messages: \(nodes.count)")
        }
    }
}
