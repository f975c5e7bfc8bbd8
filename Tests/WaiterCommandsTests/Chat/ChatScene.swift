import Foundation
import Synchronization
import Testing
import Waiter
import WaiterCommands
import WaiterConversation
import WaiterModels
import WaiterStore
import WaiterTerminal
import WaiterTestSupport

/// A model with scripted answers.
struct ScriptedModel: ChatModel {
    /// Recorded events, shared by all copies.
    final class Record: Sendable {
        let asked = Mutex<[[ChatMessage]]>([])
        let kept = Mutex(0)
    }

    var name = "gpt-6.1-sol"
    var place = "a script"
    var knownNames = ["gpt-6.1-sol", "gpt-6.1-luna"]
    let record = Record()
    var script: @Sendable (Conversation) async throws -> String = { "answer to \($0.path.last?.message.text ?? "")" }

    mutating func answer(_ stored: inout StoredConversation) async throws {
        record.asked.withLock { $0.append(stored.conversation.messages) }
        let text = try await script(stored.conversation)
        stored.conversation.append(.assistant(text))
    }

    mutating func choose(_ name: String) async throws {
        guard knownNames.contains(name) else { throw CommandFailure.usage("model '\(name)' not found") }
        self.name = name
    }

    func fill(with conversation: Conversation) async -> ContextFill {
        ContextFill(tokens: conversation.messages.reduce(0) { $0 + $1.text.count }, size: 128_000, reserve: 1_000)
    }

    func cost(of conversation: Conversation) -> RunningCost? {
        var cost = RunningCost(hasPrice: true)
        for node in conversation.nodes where node.message.role == .assistant {
            cost.sum.calls += 1
            if node.status != .complete { cost.sum.unknownCalls += 1 }
        }
        return cost
    }

    func keep(_ stored: inout StoredConversation) { record.kept.withLock { $0 += 1 } }
}

/// A chat with a scripted model that reads its lines from a pipe.
final class ChatScene {
    private let folder: URL
    private let (output, error): (Int32, Int32)
    let console: Console
    var session: ChatSession
    let record: ScriptedModel.Record

    init(_ model: ScriptedModel = ScriptedModel(), system: String? = nil, isInteractive: Bool = false) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("waiter-chat-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let begun = folder
        func file(_ name: String) -> Int32 {
            open(begun.appendingPathComponent(name).path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        }
        (output, error) = (file("output"), file("error"))
        console = Console(output: StandardStream(descriptor: output), error: StandardStream(descriptor: error))
        record = model.record
        let context = CommandContext(environment: ["HOME": folder.path], console: console)
        let conversation = Conversation(model: model.name, system: system)
        session = ChatSession(
            StoredConversation(conversation),
            model: model,
            context: context,
            isInteractive: isInteractive
        )
    }

    deinit {
        close(output)
        close(error)
        try? FileManager.default.removeItem(at: folder)
    }

    /// Executes one line, and the request that it causes.
    @discardableResult
    func enter(_ text: String) async throws -> ChatStep {
        var changed = session
        defer { session = changed }
        let step = try await changed.take(ChatLine(text, commands: SlashCommand.names))
        if step == .ask { try await changed.model.answer(&changed.stored) }
        return step
    }

    /// Reads all lines.
    func run(_ lines: String, first: String? = nil, interrupts: TurnInterrupts = TurnInterrupts(onIdle: nil))
        async throws
    {
        let path = self.path("input")
        try Data(lines.utf8).write(to: URL(fileURLWithPath: path))
        let input = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(input) }
        var loop = ChatLoop(session, interrupts: interrupts)
        let editor = LineEditor(input: input, output: console.error)
        try await loop.run(first: first, editor: editor)
        session = loop.session
    }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
    }

    /// The output on standard error.
    var errors: String { (try? text("error")) ?? "" }

    /// The message texts of each request to the model.
    var asked: [[String]] { record.asked.withLock { $0.map { $0.map(\.text) } } }
}
