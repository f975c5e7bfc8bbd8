import Foundation
import Testing
import Waiter
import WaiterConversation

@testable import WaiterStore

@Suite("Drafts of answers")
struct DraftTests {
    private let folder: StoreFolder
    private let store: ConversationStore
    private var stored = StoredConversation(turns: [])
    private var call: RecordedCall
    private let start = Date()

    init() throws {
        folder = try StoreFolder()
        store = try folder.store()
        stored.conversation.append(.user("Why?"))
        call = try store.begin(CallStart(model: "m", request: Array("{}".utf8)), in: &stored)
    }

    private func seen() throws -> [ChatMessage] {
        try folder.store().conversation(stored.conversation.id).conversation.messages
    }

    private func pieces() throws -> Int64? {
        try folder.connection().first("SELECT count(*) FROM draft_piece") { $0.integer(0) }
    }

    private static func size(_ path: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    }

    @Test("A draft costs only its new text, however long the answer is")
    mutating func cost() throws {
        var text = String(repeating: "0123456789", count: 50_000)
        try store.update(&call, with: .assistant(text), now: start + 5)
        let before = try Self.size(folder.path + "-wal")
        for second in 1...100 {
            text += "More of it, \(second). "
            try store.update(&call, with: .assistant(text), now: start + 5 + Double(2 * second))
        }
        let written = try Self.size(folder.path + "-wal") - before
        #expect(written < 4_000_000, "rewriting all of it each time would take 100 MB")
        #expect(try seen().last == .assistant(text))
        let length = try folder.connection().first("SELECT sum(length(texts)) FROM draft_piece") { $0.integer(0) }
        #expect(try #require(length) < 3000)
        stored.conversation.append(.assistant(text))
        try store.finish(call, CallEnd(status: .complete), in: &stored)
        #expect(try pieces() == 0)
        #expect(try seen().last == .assistant(text))
        #expect(try folder.problems().isEmpty)
    }

    @Test("Text of all choices grows, calls are added, and anything may change")
    mutating func shapes() throws {
        var message = ChatMessage(role: .assistant)
        var messages = [message]
        message.content = .text("L\u{E9}")
        messages.append(message)
        message.content = .text("L\u{E9}t \u{1F600}\n\"x\"")
        message.refusal = "No"
        messages.append(message)
        message.refusal = "No, thanks"
        message.toolCalls = [.function(id: "a", name: "f", arguments: #"{"x":"#)]
        messages.append(message)
        message.toolCalls = [.function(id: "a", name: "f", arguments: #"{"x":1}"#)]
        messages.append(message)
        message.toolCalls.append(.custom(id: "b", name: "shell", input: "l"))
        messages.append(message)
        message.toolCalls[1] = .custom(id: "b", name: "shell", input: "ls")
        messages.append(message)
        message.functionCall = FunctionCall(name: "g", arguments: "{")
        messages.append(message)
        message.functionCall = FunctionCall(name: "g", arguments: "{}")
        messages.append(message)
        message.content = .text("Shorter")
        messages.append(message)
        for (number, message) in messages.enumerated() {
            try store.update(&call, with: message, now: start + 5 * Double(number + 1))
            #expect(try seen().last == message, "\(number)")
        }
    }

    @Test("A search finds the end of an interrupted answer, and the writer can continue")
    mutating func search() throws {
        try store.update(&call, with: .assistant("An apple"), now: start + 5)
        try store.update(&call, with: .assistant("An apple and a banana"), now: start + 10)
        #expect(try pieces() == 1)
        #expect(try folder.store().search("banana").count == 1)
        #expect(try folder.store().search("苹果").isEmpty)
        #expect(try pieces() == 0)
        try store.update(&call, with: .assistant("An apple and a banana and a cherry, 苹果"), now: start + 15)
        #expect(try seen().last == .assistant("An apple and a banana and a cherry, 苹果"))
        #expect(try folder.store().search("cherry").count == 1)
        #expect(try folder.store().search("苹果").count == 1)
        stored.conversation.append(.assistant("Done"))
        try store.finish(call, CallEnd(status: .complete), in: &stored)
        #expect(try folder.store().search("cherry").isEmpty)
        #expect(try folder.problems().isEmpty)
    }

    @Test("Removing a conversation removes its drafts")
    mutating func removal() throws {
        try store.update(&call, with: .assistant("a"), now: start + 5)
        try store.update(&call, with: .assistant("ab"), now: start + 10)
        try folder.store().remove([stored.conversation.id])
        #expect(try pieces() == 0)
        try store.update(&call, with: .assistant("abc"), now: start + 15)
        #expect(try folder.problems().isEmpty)
    }
}
