import Foundation
import Testing
import Waiter
import WaiterModels
import WaiterTestSupport

@testable import WaiterBulk
@testable import WaiterStore

@Suite("Input of bulk runs")
struct BulkInputTests {
    private func file(_ text: String, in scene: BulkScene) throws -> String {
        let path = scene.folder + "/in.jsonl"
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private static func line(_ id: String) -> String {
        #"{"custom_id":"\#(id)","method":"POST","url":"/v1/chat/completions","body":{"model":"m","messages":[]}}"#
    }

    @Test("A file is loaded with its lines in order; blank lines, a byte-order mark and CRLF are accepted")
    func load() async throws {
        let scene = try await BulkScene()
        let text = "\u{FEFF}" + Self.line("a") + "\r\n\r\n" + Self.line("b") + "\n" + Self.line("c")
        let run = BulkRun("test", in: scene.queue)
        #expect(try await run.load(file: file(text, in: scene)))
        #expect(try await run.status()?.count(.waiting) == 3)
        let claim = try await scene.queue.claim(upTo: 9, of: "test") { _ in .zero }
        #expect(claim.rows.map(\.customID) == ["a", "b", "c"])
        #expect(claim.rows[0].path == "/v1/chat/completions")
    }

    @Test("A duplicate ID names both lines, also across batches")
    func duplicate() async throws {
        let scene = try await BulkScene()
        let lines = (0..<1500).map { Self.line("r\($0)") } + [Self.line("r7")]
        await #expect {
            try await BulkRun("test", in: scene.queue).load(file: file(lines.joined(separator: "\n"), in: scene))
        } throws: {
            let error = $0 as? BulkError
            return error?.code == .duplicateID && error?.line == 1501 && error?.message.contains("line 8") == true
        }
        // Nothing is sent before the whole input is valid.
        #expect(try await BulkRun("test", in: scene.queue).status()?.state == .loading)
    }

    @Test(
        "An invalid line is named by its number",
        arguments: ["{", "[]", #"{"custom_id":"x"}"#, #"{"custom_id":"","url":"/v1/x","body":{"model":"m"}}"#]
    )
    func invalid(_ text: String) async throws {
        let scene = try await BulkScene()
        let path = try file(Self.line("a") + "\n" + text + "\n", in: scene)
        await #expect { try await BulkRun("test", in: scene.queue).load(file: path) } throws: {
            let error = $0 as? BulkError
            return error?.code == .invalidInput && error?.line == 2
        }
    }

    @Test(
        "A url that is not a path below /v1, or is probably misspelled, is an error before anything is sent",
        arguments: [
            ("https://example.com/v1/chat/completions", "must be a path"),
            ("//example.com/v1/responses", "must be a path"),
            ("/v1/../files", "must be a path"),
            ("/v1/responses?store=false", "must be a path"),
            ("/v1/", "must be a path"),
            ("/chat/completions", "must be a path"),
            ("/v1/a%2fb", "must be a path"),
            ("v1/responses", "must be a path"),
            ("/v1/chat/completion", "did you mean '/v1/chat/completions'?"),
            ("/v1/response", "'/v1/responses'"),
            ("/v1/Embeddings", "'/v1/embeddings'"),
            ("/v1/image/generations", "'/v1/images/generations'"),
        ]
    )
    func url(_ url: String, _ problem: String) async throws {
        let scene = try await BulkScene()
        let text = Self.line("a") + "\n" + Self.line("b").replacingOccurrences(of: "/v1/chat/completions", with: url)
        await #expect { try await BulkRun("test", in: scene.queue).load(file: file(text, in: scene)) } throws: {
            let error = $0 as? BulkError
            return error?.code == .invalidInput && error?.line == 2 && error?.message.contains(problem) == true
        }
    }

    @Test(
        "A row may be sent to any endpoint, also one that only the server knows",
        arguments: ["/v1/moderations", "/v1/images/generations", "/v1/rerank", "/v1/models/my.model-7/score"]
    )
    func ownEndpoint(_ url: String) async throws {
        let scene = try await BulkScene()
        let text = Self.line("a").replacingOccurrences(of: "/v1/chat/completions", with: url)
        let run = BulkRun("test", in: scene.queue)
        #expect(try await run.load(file: file(text, in: scene)))
        #expect(try await scene.queue.claim(upTo: 9, of: "test") { _ in .zero }.rows.map(\.path) == [url])
    }

    @Test("A run whose process died while loading is loaded again from the start")
    func interruptedLoading() async throws {
        let scene = try await BulkScene()
        try await scene.queue.create("test", budget: nil, details: [:])
        _ = try await scene.queue.insert([(1, BulkScene.line(99))], into: "test")
        let run = try await scene.run(rows: 2)
        #expect(try await run.status()?.total == 2)
    }

    @Test("Lines are read whole whatever the size of the buffer")
    func longLines() throws {
        let path = NSTemporaryDirectory() + "waiter-lines-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let lengths = [0, 1, 262_143, 262_144, 262_145, 700_000, 3]
        let text = lengths.map { String(repeating: "x", count: $0) }.joined(separator: "\n")
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        var reader = try LineReader(path: path)
        var found: [Int] = []
        while let line = try reader.next() { found.append(line.count) }
        #expect(found == lengths)
        #expect(reader.number == lengths.count)
        var hash = FNV1a()
        hash.update(Array(text.utf8))
        #expect(reader.hash == hash)
    }

    @Test("FNV-1a equals its published values")
    func hash() {
        #expect(FNV1a("").value == 0xCBF2_9CE4_8422_2325)
        #expect(FNV1a("a").value == 0xAF63_DC4C_8601_EC8C)
        #expect(FNV1a("foobar").value == 0x8594_4171_F739_67E8)
    }
}
