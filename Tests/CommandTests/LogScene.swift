import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterStore
import WaiterTestSupport

/// A home directory with a ledger, and `waiter log` in it.
struct LogScene {
    let fixture: CommandFixture
    var path: String { fixture.waiterHome + "/waiter.sqlite3" }

    init() throws { fixture = try CommandFixture() }

    func store() throws -> ConversationStore { try ConversationStore(path: path) }

    /// Stores a conversation with some questions and answers, created at a given time.
    @discardableResult
    func keep(
        _ turns: (String, String)...,
        model: String = "gpt-5",
        title: String? = nil,
        at time: Date = Date()
    ) throws -> ConversationID {
        var conversation = Conversation(model: model, id: ConversationID(at: time))
        conversation.title = title
        for (question, answer) in turns {
            conversation.append(.user(question), at: time)
            conversation.append(.assistant(answer), at: time)
        }
        try store().import([ImportedConversation(conversation)])
        return conversation.id
    }

    func conversation(_ id: ConversationID) throws -> Conversation { try store().conversation(id).conversation }

    func run(
        _ words: String...,
        input: CommandInput = .empty,
        environment: [String: String] = [:],
        streams: CommandStreams = CommandStreams(),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> CommandResult {
        let environment = ["TZ": "UTC"].merging(environment) { $1 }
        let result = try await fixture.run(["log"] + words, input: input, environment: environment, streams: streams)
        #expect(!result.isTimedOut, "the command hangs", sourceLocation: sourceLocation)
        return result
    }

    /// Writes a file next to the ledger and returns its path.
    func file(_ name: String, _ text: String) throws -> String {
        try fixture.write(text, to: name)
        return fixture.waiterHome + "/" + name
    }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = fixture.waiterHome + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }
}
