import CZlib
import Foundation
import Testing
import Waiter
import WaiterConversation
import WaiterStore
import WaiterTestSupport

@Suite("Answers that would exhaust memory and disk")
struct StreamFloodTests {
    /// A server that sends an endless stream.
    private func flood() throws -> Scene {
        let piece = Reply.piece(String(repeating: "All work and no play makes Jack a dull boy. ", count: 1500))
        return try Scene([.eventStreamHead, .forever([piece])])
    }

    private func last(_ scene: Scene) throws -> Conversation {
        let store = try ConversationStore(path: scene.fixture.waiterHome + "/waiter.sqlite3")
        return try store.conversation(store.identify("last")).conversation
    }

    private func size(_ scene: Scene) -> Int {
        let path = scene.fixture.waiterHome + "/waiter.sqlite3"
        return ["", "-wal"].reduce(0) { sum, end in
            let attributes = try? FileManager.default.attributesOfItem(atPath: path + end)
            return sum + (attributes?[.size] as? Int ?? 0)
        }
    }

    @Test("A stream ends at its maximum length; the partial answer is shown, and one megabyte of it stored")
    func tokenLimit() async throws {
        let scene = try flood()
        let result = try await scene.run("-m", "m", "--max-tokens", "10", "Why?")
        #expect(result.exitCode == 10)
        #expect(result.error.contains("longer than the requested limit of 10 tokens"), "\(result.error)")
        #expect(result.outputBytes.count > 1 << 20 && result.outputBytes.count < 2 << 20)
        let answer = try #require(try last(scene).path.last)
        #expect(answer.status == .interrupted)
        #expect(answer.message.text.utf8.count > 1 << 19)
        #expect(size(scene) < 16 << 20)
    }

    @Test("A known model has its own maximum length")
    func knownModel() async throws {
        let scene = try flood()
        let result = try await scene.run("-m", "gpt-4o", "-n", "Why?")
        #expect(result.exitCode == 10)
        #expect(result.error.contains("longer than the requested limit of 16384 tokens"), "\(result.error)")
    }

    @Test("A compressed answer that decodes to too many values is rejected, within limited memory")
    func compressedValues() async throws {
        let zeros = Array(String(repeating: "0,", count: 10_000_000).utf8)
        let body =
            Array(#"{"choices":[{"index":0,"message":{"role":"assistant","content":"a","annotations":["#.utf8) + zeros
            + Array(#"0]},"finish_reason":"stop"}]}"#.utf8)
        var packed = [UInt8](repeating: 0, count: Int(compressBound(UInt(body.count))))
        var count = UInt(packed.count)
        compress2(&packed, &count, body, UInt(body.count), 6)
        packed.removeLast(packed.count - Int(count))
        let head =
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: deflate\r\n"
            + "content-length: \(packed.count)\r\n\r\n"
        #expect(packed.count < 40_000)
        let scene = try Scene([.text(head), .bytes(packed)])
        let executable = try #require(CommandFixture.executable)
        for flags in [["--no-stream"], [], ["--json"]] {
            let result = try await scene.fixture.run(
                ["-c", #"ulimit -v 1200000; exec "$0" "$@""#, executable, "-m", "m", "-n"] + flags + ["Why?"],
                environment: scene.environment,
                executable: "/bin/sh"
            )
            #expect(!result.isTimedOut && result.signal == nil)
            #expect(result.exitCode == 1, "\(result.error)")
            #expect(result.error.contains("too many values"), "\(result.error)")
        }
    }
}
