import Foundation
import Testing
import Waiter
import WaiterConversation

@testable import WaiterStore

@Suite("Search in a ledger")
struct SearchTests {
    private let folder: StoreFolder
    private let store: ConversationStore

    init() throws {
        folder = try StoreFolder()
        store = try folder.store()
        for (model, question, answer) in [
            ("gpt", "What is a naïve Bayes classifier?", "A simple probabilistic model."),
            ("gpt", "Tell me about cats", "Cats are small \"carnivores\" & they purr."),
            ("qwen", "猫はどこにいますか", "猫は家の中にいます。"),
            ("qwen", "100% sure? C++ or C#", "It's C++; NOT sure OR certain."),
        ] {
            var stored = StoredConversation(model: model, turns: [(question, answer)])
            try store.save(&stored)
        }
    }

    private func titles(_ text: String, _ filter: ConversationFilter = ConversationFilter()) throws -> [String] {
        try store.search(text, filter).map(\.conversation.title)
    }

    @Test(
        "Words match in any case, together, by prefix, in any script, and excluded",
        arguments: [
            ("NAIVE", 1), ("naïve bayes", 1), ("bayes cats", 0), ("\"naive bayes\"", 1), ("\"bayes naive\"", 0),
            ("class*", 1), ("class", 0), ("cats", 2), ("cats -purr", 1), ("猫", 2), ("猫は家", 1), ("家 -猫", 0),
            ("carnivores\"", 1), ("C++", 2), ("100%", 1), ("not sure", 1), ("OR", 2), ("NEAR(", 0), ("text:cats", 0),
            ("", 0), ("-cats", 2), ("\"", 0), ("* ^ :", 0), ("'; DROP TABLE content; --", 0),
        ]
    )
    func queries(text: String, count: Int) throws {
        #expect(try store.search(text).count == count)
    }

    @Test("An excerpt highlights the matches")
    func excerpts() throws {
        let hit = try #require(try store.search("purr").first)
        #expect(hit.excerpt.filter(\.isMatch).map(\.text) == ["purr"])
        #expect(hit.excerpt.map(\.text).joined() == "Cats are small \"carnivores\" & they purr.")
        #expect(hit.role == .assistant)
        let other = try #require(try store.search("家の中").first)
        #expect(other.excerpt.filter(\.isMatch).map(\.text) == ["家の中"])
    }

    @Test("A search is limited to a model, a time and a number of messages, newest first")
    func filters() throws {
        #expect(try store.search("cats OR sure", ConversationFilter(model: "gpt")).isEmpty)
        #expect(try store.search("sure", ConversationFilter(model: "QWEN")).count == 2)
        #expect(try store.search("sure", ConversationFilter(model: "gpt")).isEmpty)
        #expect(try store.search("cats", ConversationFilter(limit: 1)).map(\.role) == [.assistant])
        #expect(try store.search("cats", ConversationFilter(since: Date() + 60)).isEmpty)
    }

    @Test("Removed, overwritten and reused rows are found in their current state")
    func lateIndex() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var first = StoredConversation(turns: [("apple", "red")])
        try store.save(&first)
        #expect(try store.search("apple").count == 1)
        try store.remove([first.conversation.id])
        var second = StoredConversation(turns: [("pear", "green")])
        try store.save(&second)
        #expect(try store.search("apple").isEmpty)
        #expect(try store.search("pear").count == 1)
        var third = StoredConversation(turns: [("plum", "blue")])
        try store.save(&third)
        try store.remove([second.conversation.id])
        #expect(try store.search("plum").count == 1)
        #expect(try store.search("pear").isEmpty)
        #expect(try folder.problems().isEmpty)
    }

    @Test("Without searches, at most one batch is left for the first search")
    func batches() throws {
        let folder = try StoreFolder()
        let store = try folder.store()
        var stored = StoredConversation(turns: [])
        for number in 0..<SearchIndex.batch {
            stored.conversation.append(.user("question \(number)"))
            let call = try store.begin(CallStart(model: "m", request: Array("{}".utf8)), in: &stored)
            stored.conversation.append(.assistant("answer \(number)"))
            try store.finish(call, CallEnd(status: .complete), in: &stored)
        }
        let connection = try folder.connection()
        #expect(try SearchIndex(connection: connection).pending() < Int64(SearchIndex.batch) + 64)
        #expect(try connection.first("SELECT through FROM text_index") { $0.integer(0) } ?? 0 > 0)
        #expect(try store.search("question").count == SearchIndex.batch)
        #expect(try folder.problems().isEmpty)
    }
}
