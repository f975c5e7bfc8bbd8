import Foundation
import Waiter
import WaiterConversation
import WaiterStore
import WaiterTestSupport

/// Writes conversations as fast as it can, for tests in which several processes write concurrently and some of
/// them are killed.
///
///     LedgerWriter PATH TURNS SEED
///
/// After each stored turn, it prints a line with the conversation's ID, question and answer.
@main
struct LedgerWriter {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 4, let turns = Int(words[2]), let seed = UInt64(words[3]) else {
            FileHandle.standardError.write(Data("usage: LedgerWriter PATH TURNS SEED\n".utf8))
            exit(2)
        }
        do {
            var writer = Writer(store: try ConversationStore(path: words[1]), seed: seed)
            for number in 0..<turns { try writer.turn(number) }
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            exit(1)
        }
    }

    private struct Writer {
        let store: ConversationStore
        let seed: UInt64
        var random: SeededRandom
        var stored: StoredConversation?

        init(store: ConversationStore, seed: UInt64) {
            self.store = store
            self.seed = seed
            random = SeededRandom(seed: seed)
        }

        /// Writes a turn to a new conversation, to this writer's last one, or to the most recently used one.
        mutating func turn(_ number: Int) throws {
            var stored = try conversation()
            let question = "question \(number) of \(seed)"
            let answer =
                "answer \(number) of \(seed) "
                + String(repeating: "word ", count: Int.random(in: 0..<40, using: &random))
            stored.conversation.append(.user(question))
            let body = #"{"model":"m","messages":[{"role":"user","content":"\#(question)"}]}"#
            var call = try store.begin(CallStart(model: "m", request: Array(body.utf8)), in: &stored)
            for piece in 1...3 {
                // Advances the clock by one second each time.
                let half = String(answer.prefix(answer.count * piece / 4))
                try store.update(&call, with: .assistant(half), now: Date() + Double(2 * piece))
            }
            stored.conversation.append(.assistant(answer))
            try store.finish(call, CallEnd(status: .complete), in: &stored)
            self.stored = stored
            FileHandle.standardOutput.write(Data("\(stored.conversation.id)\t\(question)\t\(answer)\n".utf8))
        }

        private mutating func conversation() throws -> StoredConversation {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: return StoredConversation(Conversation(model: "m", system: "You are \(seed)."))
            case 1:
                let ids = try store.list(ConversationFilter(limit: 1)).map(\.id)
                if let id = ids.first { return try store.conversation(id) }
                fallthrough
            default: return stored ?? StoredConversation(Conversation(model: "m"))
            }
        }
    }
}
