import Synchronization
import Testing
import Waiter
import WaiterBulk
import WaiterPlatform
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@testable import WaiterStore

@Suite("waiter batch run, killed at random moments", .timeLimit(.minutes(10)))
struct BatchKillTests {
    private static let isSoak = ProcessInfo.processInfo.environment["WAITER_SOAK"] == "1"

    /// An attempt to send a row.
    private struct Attempt: Hashable {
        let id: String
        let number: Int64
    }

    /// The attempts in progress when the process died.
    private func sending(_ path: String) throws -> [Attempt] {
        let connection = try SQLiteConnection(path: path, mode: .readWrite, busyTimeout: 5000)
        return try connection.rows(
            "SELECT custom_id, attempts FROM row WHERE state = ?",
            BulkRow.State.sending.rawValue
        ) { Attempt(id: $0.text(0), number: $0.integer(1)) }
    }

    @Test("Every row has exactly one result, only rows being sent are sent again, and the budget holds")
    func kills() async throws {
        let (rows, kills) = Self.isSoak ? (5000, 50) : (150, 4)
        let point = KillPoint()
        let batch = try BatchScene { request, number in
            point.pass(number)
            return [.pause(.milliseconds(2))] + BatchScene.answer(request)
        }
        let input = try batch.prompts(rows)
        // Each row can cost $0.00102 to $0.00103, and costs $0.00012; a kill leaves up to eight reservations of unknown cost.
        let budget = 0.00012 * Double(rows) + Double(kills * 8 + 16) * 0.00104
        let arguments = BatchScene.arguments(
            input,
            batch.output,
            ["-j", "8", "--budget", "\((budget * 1e6).rounded() / 1e6)"]
        )
        var random = SeededRandom(seed: 21)
        // On a busy machine, a process can be killed before it recovers the rows of the previous one: their attempts are the same.
        var interrupted: Set<Attempt> = []
        for kill in 1...kills {
            let step = rows / (kills + 1)
            let target = kill * step + Int.random(in: 0..<max(1, step / 2), using: &random)
            let gate = point.gate(at: target)
            let command = try await batch.scene.start(arguments)
            await gate.wait()
            command.send(signal: SIGKILL)
            _ = await command.result()
            interrupted.formUnion(try sending(batch.home + "/bulk.sqlite3"))
        }
        let result = await batch.scene.finish(try await batch.scene.start(arguments))
        #expect(result.exitCode == 0, "\(result.error)")
        let texts = try batch.texts()
        #expect(texts.count == rows)
        for number in 1...rows { #expect(texts["line-\(number)"] == "prompt \(number)") }
        let allowed = Dictionary(grouping: interrupted, by: \.id).mapValues(\.count)
        var sent: [String: Int] = [:]
        for request in batch.scene.server.requests {
            sent["line-" + BatchScene.prompt(request).dropFirst(7), default: 0] += 1
        }
        for (id, count) in sent { #expect(count <= 1 + allowed[id, default: 0], "\(id) was sent \(count) times") }
        let status = try await batch.status()
        let counted = ["spent", "uncertain"].compactMap { status[$0]?.stringValue.flatMap(Double.init) }.reduce(0, +)
        #expect(counted <= budget)
        #expect(0.00012 * Double(batch.scene.server.requests.count) <= budget)
        #expect(status["reserved"] == "0.00")
        #expect(status["repeated"]?.intValue == interrupted.count)
    }

    @Test("A run killed while reading its input starts over")
    func killedWhileLoading() async throws {
        let batch = try BatchScene()
        let input = try batch.input(String(repeating: "the same prompt\n", count: 40_000))
        let command = try await batch.scene.start(BatchScene.arguments(input, batch.output, ["--limit", "5"]))
        while try batch.scene.fixture.files().contains("bulk.sqlite3") == false { await Task.yield() }
        command.send(signal: SIGKILL)
        _ = await command.result()
        let result = await batch.scene.finish(
            try await batch.scene.start(BatchScene.arguments(input, batch.output, ["--limit", "5"]))
        )
        #expect(result.exitCode == 0)
        let status = try await batch.status()
        #expect(status["rows"]?["done"] == 5)
        #expect(status["rows"]?["waiting"] == 39_995)
    }

    #if os(Linux)
        @Test("A disk that fills up partway ends the run, which can be continued when there is space")
        func fullDisk() async throws {
            let padding = String(repeating: "x", count: 20_000)
            let batch = try BatchScene { request, _ in
                let message: JSONValue = [
                    "role": "assistant", "content": .string(BatchScene.prompt(request) + padding),
                ]
                let choice: JSONValue = ["index": 0, "message": message, "finish_reason": "stop"]
                return [.response(JSONValue.object(["id": "c1", "choices": [choice]]).jsonText)]
            }
            try batch.scene.fixture.makeDirectory("disk")
            let disk = batch.home + "/disk"
            // Only root can mount a small file system.
            guard mount("tmpfs", disk, "tmpfs", 0, "size=3m,mode=0700") == 0 else { return }
            defer { umount2(disk, 2) }
            let arguments = BatchScene.arguments(try batch.prompts(300), batch.output)
            let environment = ["WAITER_HOME": disk]
            let first = await batch.scene.finish(try await batch.scene.start(arguments, environment: environment))
            #expect(first.exitCode == 1)
            #expect(first.error.contains("is full"))
            let sent = batch.scene.server.requests.count
            #expect(sent < 300)
            #expect(mount("tmpfs", disk, "tmpfs", 32, "size=64m,mode=0700") == 0)
            let second = await batch.scene.finish(try await batch.scene.start(arguments, environment: environment))
            #expect(second.exitCode == 0, "\(second.error)")
            #expect(try batch.texts().count == 300)
            // At most the sixteen calls in flight were repeated.
            #expect(batch.scene.server.requests.count <= 316)
        }
    #endif
}
