import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@testable import WaiterStore

/// How much is done: a little in `make test`, much in `make soak`.
private let isSoaking = ProcessInfo.processInfo.environment["WAITER_SOAK"] != nil

@Suite("Several processes at one ledger", .serialized)
struct StoreProcessTests {
    private static let writer = String((CommandFixture.executable ?? "").dropLast("waiter".count)) + "LedgerWriter"

    /// What a writer said it has written.
    private struct Turn: Hashable {
        var conversation: String
        var question: String
        var answer: String
    }

    private func turns(_ output: String) -> [Turn] {
        // A line that a kill has cut is no promise.
        let whole = output.lastIndex(of: "\n").map { output[...$0] } ?? ""
        return whole.split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Turn(conversation: parts[0], question: parts[1], answer: parts[2])
        }
    }

    /// Every question and its answer that the ledger has, each pair as often as it stands there.
    private func written(in folder: StoreFolder) throws -> [Turn: Int] {
        let store = try folder.store()
        var counts: [Turn: Int] = [:]
        for summary in try store.list() {
            let conversation = try store.conversation(summary.id).conversation
            for node in conversation.nodes where node.message.role == .assistant && node.status == .complete {
                let question = node.parent.map { conversation.nodes[$0].message.text } ?? ""
                counts[
                    Turn(conversation: summary.id.text, question: question, answer: node.message.text),
                    default: 0
                ] += 1
            }
        }
        return counts
    }

    private func start(
        _ fixture: CommandFixture,
        _ folder: StoreFolder,
        turns: Int,
        seed: Int
    ) async throws -> RunningCommand {
        try await fixture.start([folder.path, "\(turns)", "\(seed)"], executable: Self.writer)
    }

    @Test("Eight processes that write at once lose nothing, write nothing twice, and never find it locked")
    func manyWriters() async throws {
        let folder = try StoreFolder()
        let fixture = try CommandFixture(limit: .seconds(500), atOnce: 8)
        let turnsEach = isSoaking ? 1250 : 40
        let results = try await withThrowingTaskGroup(of: CommandResult.self) { group in
            for seed in 0..<8 {
                group.addTask {
                    try await start(fixture, folder, turns: turnsEach, seed: seed).result()
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for result in results {
            #expect(result.error.isEmpty)
            #expect(result.exitCode == 0)
        }
        let promised = results.flatMap { turns($0.output) }
        #expect(promised.count == 8 * turnsEach)
        let found = try written(in: folder)
        #expect(Set(found.keys) == Set(promised))
        #expect(found.values.allSatisfy { $0 == 1 })
        #expect(try folder.problems().isEmpty)
    }

    @Test("Killed at any moment, a ledger opens, is whole, and has every turn that was finished")
    func kills() async throws {
        let folder = try StoreFolder()
        var random = SeededRandom(seed: UInt64(isSoaking ? UInt64.random(in: 0...UInt64.max) : 20))
        let fixture = try CommandFixture(limit: .seconds(500))
        var promised: [Turn] = []
        for round in 0..<(isSoaking ? 200 : 12) {
            let command = try await start(fixture, folder, turns: 100_000, seed: round)
            let bytes = Int.random(in: 1...4000, using: &random)
            // What happens between two lines takes long enough for the kill to land anywhere in it.
            _ = await command.waitForOutput(bytes: bytes)
            command.send(signal: SIGKILL)
            let result = await command.result()
            #expect(result.error.isEmpty, "round \(round)")
            promised += turns(result.output)
            if isSoaking || round % 4 == 3 { #expect(try folder.problems().isEmpty, "round \(round)") }
        }
        let found = try written(in: folder)
        let missing = promised.filter { found[$0] != 1 }
        #expect(missing.isEmpty)
        // What was under way when the process was killed is there as what it is, and nothing pretends to be whole.
        let store = try folder.store()
        for summary in try await store.list() {
            let nodes = try await store.conversation(summary.id).conversation.nodes
            #expect(!nodes.contains { $0.status == .streaming })
        }
    }
}
