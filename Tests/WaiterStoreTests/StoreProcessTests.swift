import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterTestSupport

@testable import WaiterStore

/// The amount of work: small in `make test`, large in `make soak`.
private let isSoaking = ProcessInfo.processInfo.environment["WAITER_SOAK"] != nil

@Suite("Several processes with one ledger", .serialized)
struct StoreProcessTests {
    private static let writer = String((CommandFixture.executable ?? "").dropLast("waiter".count)) + "LedgerWriter"

    /// The turns that a writer has reported as written.
    private struct Turn: Hashable {
        var conversation: String
        var question: String
        var answer: String
    }

    private func turns(_ output: String) -> [Turn] {
        // A line truncated by a kill does not count.
        let whole = output.lastIndex(of: "\n").map { output[...$0] } ?? ""
        return whole.split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            return Turn(conversation: parts[0], question: parts[1], answer: parts[2])
        }
    }

    /// All pairs of question and answer in the ledger, with their number of occurrences.
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

    @Test("Eight processes that write concurrently lose nothing, duplicate nothing, and never find it locked")
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

    @Test("A ledger of a killed process opens, is intact, and has every completed turn")
    func kills() async throws {
        let folder = try StoreFolder()
        var random = SeededRandom(seed: UInt64(isSoaking ? UInt64.random(in: 0...UInt64.max) : 20))
        let fixture = try CommandFixture(limit: .seconds(500))
        var promised: [Turn] = []
        for round in 0..<(isSoaking ? 200 : 12) {
            let command = try await start(fixture, folder, turns: 100_000, seed: round)
            let bytes = Int.random(in: 1...4000, using: &random)
            // The work between two lines takes long enough for the kill to hit any part of it.
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
        // Work in progress at the time of the kill is stored as such, and nothing incomplete is marked as complete.
        let store = try folder.store()
        for summary in try await store.list() {
            let nodes = try await store.conversation(summary.id).conversation.nodes
            #expect(!nodes.contains { $0.status == .streaming })
        }
    }
}
