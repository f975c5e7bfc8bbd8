import Foundation
import Synchronization
import Testing
import Waiter
import WaiterTestSupport

@testable import WaiterStore

@Suite("Embedding texts into a store")
struct EmbeddingRequestTests {
    /// A server that answers with a vector derived from the text, and records the texts.
    private final class Server: Sendable {
        private let state = Mutex<(texts: [String], requests: Int)>(([], 0))
        /// The number of requests that are answered; further ones fail.
        let limit: Int

        init(limit: Int = .max) { self.limit = limit }

        var texts: [String] { state.withLock { $0.texts } }

        func client() throws -> OpenAI {
            let transport = ScriptedTransport(
                .handle { [self] request in
                    let body = try JSONValue(parsing: request.body)
                    let texts =
                        body["input"]?.arrayValue?.compactMap(\.stringValue) ?? [body["input"]?.stringValue ?? ""]
                    let number = state.withLock { state in
                        state.texts += texts
                        state.requests += 1
                        return state.requests
                    }
                    let dimensions = body["dimensions"]?.intValue ?? 3
                    let data = texts.enumerated().map { index, text -> JSONValue in
                        let vector = EmbeddingRequestTests.vector(text).prefix(dimensions)
                        return [
                            "index": .integer(Int64(index)), "embedding": .array(vector.map { .number(Double($0)) }),
                        ]
                    }
                    let answer = ScriptedTransport(
                        number > limit
                            ? .json(#"{"error":{"message":"no"}}"#, status: 400)
                            : .json(JSONValue.object(["data": .array(data), "model": "served"]).jsonText)
                    )
                    return try await answer.send(request, progress: TransportProgress { _ in })
                }
            )
            return try transport.client()
        }
    }

    static func vector(_ text: String) -> [Float] {
        let bytes = Array(text.utf8)
        return [Float(bytes.count), Float(bytes.first ?? 0), Float(bytes.last ?? 0) - 100]
    }

    private static func batching(_ size: Int) -> EmbeddingBatching {
        var batching = EmbeddingBatching()
        (batching.maxInputs, batching.concurrency) = (size, 1)
        return batching
    }

    @Test("A text is sent once, however often it occurs, and never again")
    func once() async throws {
        let store = try await EmbeddingStore(path: Ledger.inMemory)
        let server = Server()
        let client = try server.client()
        let entries = ["a", "bb", "a", "ccc"].map { EmbeddingStore.Entry($0) }
        let first = try await store.embed(entries, in: "notes", with: client, model: "m")
        #expect(first == .init(added: 3, sent: 3))
        #expect(server.texts == ["a", "bb", "ccc"])
        let second = try await store.embed(entries + [.init("d")], in: "notes", with: client, model: "m")
        #expect(second == .init(added: 1, sent: 1))
        // Another collection of the same model copies the vectors; one of another model cannot.
        #expect(try await store.embed(entries, in: "copy", with: client, model: "m") == .init(added: 3, sent: 0))
        #expect(server.texts == ["a", "bb", "ccc", "d"])
        #expect(try await store.embed(entries, in: "other", with: client, model: "n") == .init(added: 3, sent: 3))
        let found = try await store.nearest(to: Self.vector("bb"), in: "copy", count: 1)
        #expect(found.map(\.text) == ["bb"] && found[0].score > 0.999)
        #expect(try await store.collections().map(\.name) == ["copy", "notes", "other"])
    }

    @Test("Vectors of a model with the same name on another server are not reused")
    func profiles() async throws {
        let store = try await EmbeddingStore(path: Ledger.inMemory)
        let server = Server()
        let client = try server.client()
        for (name, profile) in [("one", "a"), ("two", "b"), ("three", "a")] {
            try await store.embed([.init("text")], in: name, with: client, model: "m", profile: profile)
        }
        #expect(server.texts == ["text", "text"], "the third collection copies the vector of the first")
        // A collection keeps its profile, whatever a later call says.
        try await store.embed([.init("text"), .init("new")], in: "one", with: client, model: "m", profile: "b")
        #expect(server.texts == ["text", "text", "new"])
    }

    @Test("Vectors with requested dimensions are neither mixed with others nor copied to them")
    func dimensions() async throws {
        let store = try await EmbeddingStore(path: Ledger.inMemory)
        let server = Server()
        let client = try server.client()
        try await store.embed([.init("a")], in: "long", with: client, model: "m")
        try await store.embed([.init("a")], in: "short", with: client, model: "m", dimensions: 2)
        #expect(server.texts == ["a", "a"])
        // The collection's dimensions are requested again.
        try await store.embed([.init("bb")], in: "short", with: client, model: "m")
        let short = try await store.collection("short")
        #expect(short?.dimensions == 2 && short?.requestedDimensions == 2 && short?.count == 2)
        let error = await #expect(throws: StoreError.self) {
            try await store.embed([.init("x")], in: "short", with: client, model: "m", dimensions: 3)
        }
        #expect(error?.code == .vectorMismatch)
        let other = await #expect(throws: StoreError.self) {
            try await store.embed([.init("x")], in: "short", with: client, model: "n")
        }
        #expect(other?.code == .vectorMismatch)
        #expect(server.texts == ["a", "a", "bb"], "nothing is sent for a mismatch")
    }

    @Test("A labelled text replaces the earlier text with its label")
    func labels() async throws {
        let store = try await EmbeddingStore(path: Ledger.inMemory)
        let server = Server()
        let client = try server.client()
        let files = [EmbeddingStore.Entry("old", label: "a.txt"), .init("same", label: "b.txt")]
        try await store.embed(files, in: "files", with: client, model: "m")
        let changed = [EmbeddingStore.Entry("newer", label: "a.txt"), .init("same", label: "b.txt")]
        #expect(try await store.embed(changed, in: "files", with: client, model: "m") == .init(added: 1, sent: 1))
        let all = try await store.nearest(to: Self.vector("newer"), in: "files", count: 9)
        #expect(Set(all.map(\.text)) == ["newer", "same"])
        #expect(all.first?.label == "a.txt")
        // The same text under another name is stored, but not sent.
        #expect(
            try await store.embed([.init("same", label: "c.txt")], in: "files", with: client, model: "m")
                == .init(added: 1, sent: 0)
        )
    }

    @Test("After a failure, the responses before it are stored, and only the rest is sent")
    func resumption() async throws {
        let folder = try StoreFolder()
        let store = try await EmbeddingStore(path: folder.path)
        let entries = (0..<10).map { EmbeddingStore.Entry("text \($0)") }
        let broken = Server(limit: 2)
        await #expect(throws: OpenAIError.self) {
            try await store.embed(
                entries,
                in: "notes",
                with: try broken.client(),
                model: "m",
                batching: Self.batching(2)
            )
        }
        let stored = try await store.collection("notes")?.count ?? 0
        #expect((2...4).contains(stored))
        let server = Server()
        var progress: [Int] = []
        let outcome = try await EmbeddingStore(path: folder.path).embed(
            entries,
            in: "notes",
            with: server.client(),
            model: "m",
            batching: Self.batching(4),
            onProgress: { completed, total in
                #expect(total == 10)
                progress.append(completed)
            }
        )
        #expect(outcome == .init(added: 10 - stored, sent: 10 - stored))
        #expect(progress.first == stored && progress.last == 10)
        #expect(server.texts.count == 10 - stored)
    }

    @Test("A search sends its text, unless it is stored")
    func search() async throws {
        let store = try await EmbeddingStore(path: Ledger.inMemory)
        let server = Server()
        let client = try server.client()
        try await store.embed([.init("aaa"), .init("z")], in: "notes", with: client, model: "m", dimensions: 2)
        let found = try await store.nearest(to: "z", in: "notes", count: 1, with: client)
        #expect(found.map(\.text) == ["z"] && server.texts == ["aaa", "z"])
        #expect(try await store.nearest(to: "zz", in: "notes", count: 1, with: client).map(\.text) == ["z"])
        #expect(server.texts == ["aaa", "z", "zz"])
    }
}
