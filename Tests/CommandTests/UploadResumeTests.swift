import Foundation
import Synchronization
import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

@Suite("waiter files put, interrupted", .timeLimit(.minutes(2)))
struct UploadResumeTests {
    private struct State {
        var created = 0
        var expiresAt = 4_000_000_000
        /// The first letters of the parts that are never answered.
        var unanswered: Set<Character> = ["b", "c"]
        /// The upload whose parts are rejected.
        var rejected: String?
    }

    /// The state of the server, which answers requests on its own threads.
    private final class Uploads: Sendable {
        let state = Mutex(State())
    }

    private static let file =
        #"{"id": "file-1", "object": "file", "bytes": 5, "filename": "big.jsonl", "purpose": "fine-tune"}"#

    private let uploads = Uploads()
    private let scene: Scene
    private let path: String

    init() throws {
        scene = try Scene { [uploads] request, _ in
            uploads.state.withLock { state in
                switch (request.path, request.path.split(separator: "/").last) {
                case ("/v1/uploads", _):
                    state.created += 1
                    let body =
                        #"{"id": "up-\#(state.created)", "status": "pending", "expires_at": \#(state.expiresAt)}"#
                    return [.response(body)]
                case (let path, "parts"):
                    let letter = Self.letter(request)
                    if let rejected = state.rejected, path.contains("/\(rejected)/") {
                        return Reply.error("404 Not Found", "no such upload")
                    }
                    if state.unanswered.contains(letter) { return [.stall] }
                    return [.response(#"{"id": "part-\#(letter)", "upload_id": "up-\#(state.created)"}"#)]
                case (_, "complete"):
                    return [.response(#"{"id": "up-1", "status": "completed", "file": \#(Self.file)}"#)]
                default: return Reply.error("404 Not Found", "no such path")
                }
            }
        }
        path = scene.fixture.waiterHome + "/big.jsonl"
        try scene.fixture.write(Self.content, to: "big.jsonl")
    }

    /// Two parts of 1 MB, and a small one.
    private static let content =
        String(repeating: "a", count: 1_000_000) + String(repeating: "b", count: 1_000_000) + "c"

    /// Returns the first letter of a part, which follows the headers of the form.
    private static func letter(_ request: FaultServer.Request) -> Character {
        guard let headers = request.body.firstRange(of: Array("\r\n\r\n".utf8)),
            headers.upperBound < request.body.count
        else { return "?" }
        return Character(UnicodeScalar(request.body[headers.upperBound]))
    }

    private var arguments: [String] { ["files", "put", path, "--purpose", "fine-tune", "--part-size", "1"] }

    /// The checkpoints stored by the command.
    private var records: String {
        (try? String(contentsOfFile: scene.fixture.waiterHome + "/uploads.json", encoding: .utf8)) ?? ""
    }

    /// Starts the command, and waits until the server has all parts and the command has saved that the first is stored.
    private func begin() async throws -> RunningCommand {
        let count = scene.server.requests.count
        let command = try await scene.start(arguments)
        let deadline = ContinuousClock.now + .seconds(60)
        while scene.server.requests.count < count + 4 || !records.contains("part-a"), ContinuousClock.now < deadline {
            await Task.yield()
        }
        #expect(records.contains("part-a"))
        return command
    }

    /// Kills the command after the first part, and lets the server answer from then on.
    ///
    /// - Returns: The number of requests so far.
    private func interrupt() async throws -> Int {
        let command = try await begin()
        command.send(signal: SIGKILL)
        _ = await command.result()
        uploads.state.withLock { $0.unanswered = [] }
        return scene.server.requests.count
    }

    private func run() async throws -> CommandResult { await scene.finish(try await scene.start(arguments)) }

    /// Returns the first letters of the parts sent since a request, in alphabetical order.
    private func parts(since count: Int) -> String {
        String(scene.server.requests.dropFirst(count).filter { $0.path.hasSuffix("/parts") }.map(Self.letter).sorted())
    }

    @Test("After a kill, only the missing parts are sent, and the file is completed from all of them")
    func killed() async throws {
        let count = try await interrupt()
        let result = try await run()
        #expect(result.output == "file-1\n" && result.exitCode == 0)
        #expect(result.error == "waiter: resuming the upload of \(path) (1 of 3 parts stored)\n")
        #expect(parts(since: count) == "bc")
        #expect(scene.server.requests.filter { $0.path == "/v1/uploads" }.count == 1)
        #expect(scene.server.requests.last?.json["part_ids"] == ["part-a", "part-b", "part-c"])
        #expect(records == "[]\n")
        #expect(
            try FileManager.default.attributesOfItem(atPath: scene.fixture.waiterHome + "/uploads.json")[
                .posixPermissions
            ] as? Int == 0o600
        )
    }

    @Test("A file that has changed is sent from the beginning")
    func changed() async throws {
        let count = try await interrupt()
        try scene.fixture.write(Self.content + "c", to: "big.jsonl")
        let result = try await run()
        #expect(result.output == "file-1\n")
        #expect(result.error == "waiter: \(path) has changed since its upload was interrupted; starting over\n")
        #expect(parts(since: count) == "abc")
        #expect(records == "[]\n")
    }

    @Test("An upload that has expired, or that the server no longer has, starts over")
    func expired() async throws {
        uploads.state.withLock { $0.expiresAt = 1 }
        let count = try await interrupt()
        let expired = try await run()
        #expect(expired.output == "file-1\n")
        #expect(expired.error == "waiter: the interrupted upload of \(path) has expired; starting over\n")
        #expect(parts(since: count) == "abc")
        uploads.state.withLock { ($0.expiresAt, $0.unanswered) = (4_000_000_000, ["b", "c"]) }
        _ = try await interrupt()
        uploads.state.withLock { $0.rejected = "up-3" }
        let rejected = try await run()
        #expect(rejected.output == "file-1\n" && rejected.exitCode == 0)
        #expect(
            rejected.error.contains("the server no longer accepts the interrupted upload of \(path); starting over")
        )
        #expect(scene.server.requests.last?.path == "/v1/uploads/up-4/complete")
        #expect(records == "[]\n")
    }

    @Test("Ctrl-C keeps the stored parts, and a second process does not upload the same file")
    func concurrent() async throws {
        let command = try await begin()
        let second = try await run()
        #expect(second.exitCode == 1 && second.error.contains("is already uploading \(path); wait for it to finish"))
        command.send(signal: SIGINT)
        let result = await scene.finish(command)
        #expect(result.exitCode == 130)
        #expect(result.error.contains("upload incomplete (1 of 3 parts stored); run the command again to resume it"))
        uploads.state.withLock { $0.unanswered = [] }
        #expect(try await run().output == "file-1\n")
    }
}
